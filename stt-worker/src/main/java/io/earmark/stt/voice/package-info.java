/** Who speaks, by the sound of the voice: for recordings that have all speakers on one channel. */
@NullMarked
package io.earmark.stt.voice;

import org.jspecify.annotations.NullMarked;
