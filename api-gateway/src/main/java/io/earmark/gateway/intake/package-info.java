/** What comes in: recordings, texts to speak, moments to replay. Checked, stored, and only then queued. */
@NullMarked
package io.earmark.gateway.intake;

import org.jspecify.annotations.NullMarked;
