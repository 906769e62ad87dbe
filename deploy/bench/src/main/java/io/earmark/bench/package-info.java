/** How fast the job engine and transcription are, beside others in the same run. */
@NullMarked
package io.earmark.bench;

import org.jspecify.annotations.NullMarked;
