@NullMarked
package io.earmark.gateway.webhook;

import org.jspecify.annotations.NullMarked;
