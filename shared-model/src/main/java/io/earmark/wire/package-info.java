/** What travels over the broker, and the exchange and queues that it travels through. */
@NullMarked
package io.earmark.wire;

import org.jspecify.annotations.NullMarked;
