@NullMarked
package io.earmark.gateway.idempotency;

import org.jspecify.annotations.NullMarked;
