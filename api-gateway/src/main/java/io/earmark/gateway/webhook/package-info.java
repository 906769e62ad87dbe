/** Webhooks after Standard Webhooks 1.0: endpoints and their keys, and the delivery of events to them. */
@NullMarked
package io.earmark.gateway.webhook;

import org.jspecify.annotations.NullMarked;
