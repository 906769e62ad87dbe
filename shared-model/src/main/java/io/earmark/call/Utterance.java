package io.earmark.call;

import java.util.List;

/**
 * What one speaker said without a pause. Times are seconds from the start of the recording.
 *
 * @param index      place in the transcript, from 0
 * @param speaker    a {@link Speaker#id()}
 * @param channel    from 0
 * @param confidence mean of the words' confidences, 0 to 1
 */
public record Utterance(
        int index,
        String speaker,
        int channel,
        double start,
        double end,
        String text,
        double confidence,
        List<Word> words) {

    public double seconds() {
        return end - start;
    }
}
