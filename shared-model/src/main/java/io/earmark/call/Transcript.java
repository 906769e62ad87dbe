package io.earmark.call;

import java.util.List;

/**
 * Who said what and when. Times are seconds from the start of the recording.
 *
 * @param durationSeconds length of the recording
 * @param language        BCP 47 tag of what the model knows, such as {@code en-US}
 * @param utterances      in order of start, numbered from 0
 */
public record Transcript(
        double durationSeconds, String language, Engine engine, List<Speaker> speakers, List<Utterance> utterances)
        implements StageResult {

    /** What recognised the words, for people who compare. */
    public record Engine(String name, String model, String version) {}
}
