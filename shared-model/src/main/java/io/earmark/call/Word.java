package io.earmark.call;

import org.jspecify.annotations.Nullable;

/**
 * One recognised word. Times are seconds from the start of the recording.
 *
 * @param confidence 0 to 1
 * @param original   what the recogniser had heard, if a vocabulary term took its place; else null
 */
public record Word(
        String text,
        double start,
        double end,
        double confidence,
        @Nullable String original) {

    /** A word as the recogniser heard it. */
    public Word(String text, double start, double end, double confidence) {
        this(text, start, end, confidence, null);
    }
}
