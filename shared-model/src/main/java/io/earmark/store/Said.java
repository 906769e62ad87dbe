package io.earmark.store;

import java.util.List;

/**
 * An utterance in which words were found.
 *
 * @param utterance its index in the transcript
 * @param start     in seconds from the start of the recording
 * @param end       likewise
 * @param text      the whole of it
 * @param matches   where in the text the words are
 */
public record Said(int utterance, String speaker, double start, double end, String text, List<Match> matches) {

    /** From the character at {@code from}, counted from 0, up to but not including the one at {@code to}. */
    public record Match(int from, int to) {}
}
