package io.earmark.call;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What one speaker said without a pause. Times are seconds from the start of the recording.
 *
 * @param index      place in the transcript, from 0
 * @param speaker    a {@link Speaker#id()}
 * @param channel    from 0
 * @param text       the words with spaces between them, as the recogniser gives them: lower case, no digits or punctuation
 * @param confidence mean of the words' confidences, 0 to 1
 * @param tokens     the words as people write them; empty in transcripts made before there were any
 */
public record Utterance(
        int index,
        String speaker,
        int channel,
        double start,
        double end,
        String text,
        double confidence,
        List<Word> words,
        List<Token> tokens) {

    public Utterance {
        // Transcripts that were kept before there were tokens come without.
        tokens = tokens == null ? List.of() : tokens;
    }

    /** An utterance that is not written out yet. */
    public Utterance(
            int index,
            String speaker,
            int channel,
            double start,
            double end,
            String text,
            double confidence,
            List<Word> words) {
        this(index, speaker, channel, start, end, text, confidence, words, List.of());
    }

    /** The words as people write them: numerals, capitals, punctuation; the plain text if it was not written out. */
    public String display() {
        return tokens.isEmpty() ? text : tokens.stream().map(Token::text).collect(Collectors.joining(" "));
    }

    public double seconds() {
        return end - start;
    }
}
