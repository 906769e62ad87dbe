package io.earmark.call;

import org.jspecify.annotations.Nullable;

/**
 * Text to be spoken.
 *
 * @param voice  by name; null for the default
 * @param rate   1 is normal, 0.5 to 2
 * @param pitch  semitones up or down, -12 to 12; 0 is normal
 * @param format {@code wav} or {@code mp3}
 */
public record SpeakRequest(String text, @Nullable String voice, double rate, double pitch, String format) {}
