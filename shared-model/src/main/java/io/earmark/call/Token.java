package io.earmark.call;

import org.jspecify.annotations.Nullable;

/**
 * A piece of an utterance as people write it, such as {@code $1,200} or {@code today?}: one or more of its words. Tokens
 * follow each other without a gap, so that every word is in exactly one. Times are seconds from the start of the recording.
 *
 * @param text     as written, punctuation included; never empty, without a space at either end
 * @param from     index of its first word in the utterance, from 0
 * @param to       index after its last word
 * @param start    of the first word
 * @param end      of the last word
 * @param filler   whether it is a sound of hesitation such as "um"
 * @param original what the recogniser had heard, if a vocabulary term took its place; else null
 */
public record Token(
        String text,
        int from,
        int to,
        double start,
        double end,
        boolean filler,
        @Nullable String original) {}
