/** The one publisher: from the outbox to the broker, counted as sent only when the broker says so. */
@NullMarked
package io.earmark.gateway.relay;

import org.jspecify.annotations.NullMarked;
