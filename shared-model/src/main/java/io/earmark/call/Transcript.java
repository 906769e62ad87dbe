package io.earmark.call;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who said what and when. Times are seconds from the start of the recording.
 *
 * @param durationSeconds length of the recording
 * @param language        BCP 47 tag of what the model knows, such as {@code en-US}
 * @param utterances      in order of start, numbered from 0
 * @param redacted        what was taken out; null if nothing was to be looked for
 */
public record Transcript(
        double durationSeconds,
        String language,
        Engine engine,
        List<Speaker> speakers,
        List<Utterance> utterances,
        @Nullable Redacted redacted)
        implements StageResult {

    /** In which nothing was looked for to be taken out. */
    public Transcript(
            double durationSeconds,
            String language,
            Engine engine,
            List<Speaker> speakers,
            List<Utterance> utterances) {
        this(durationSeconds, language, engine, speakers, utterances, null);
    }

    /** What recognised the words, for people who compare. */
    public record Engine(String name, String model, String version) {}
}
