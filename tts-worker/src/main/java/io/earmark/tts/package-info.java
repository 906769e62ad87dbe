/** Text to speech, and the spoken replay of a moment. */
@NullMarked
package io.earmark.tts;

import org.jspecify.annotations.NullMarked;
