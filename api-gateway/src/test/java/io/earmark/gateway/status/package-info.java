@NullMarked
package io.earmark.gateway.status;

import org.jspecify.annotations.NullMarked;
