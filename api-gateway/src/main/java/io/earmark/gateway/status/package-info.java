/** How jobs stand: polling, cancelling, trying again, and the audio they made. */
@NullMarked
package io.earmark.gateway.status;

import org.jspecify.annotations.NullMarked;
