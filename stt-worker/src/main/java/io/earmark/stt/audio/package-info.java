/** Any recording to PCM. */
@NullMarked
package io.earmark.stt.audio;

import org.jspecify.annotations.NullMarked;
