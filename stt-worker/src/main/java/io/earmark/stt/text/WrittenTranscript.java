package io.earmark.stt.text;

import io.earmark.call.Transcript;
import java.util.Map;

/** The last step of a transcription: what was heard, as people write it. */
public final class WrittenTranscript {

    private WrittenTranscript() {}

    /** The same transcript with its utterances' tokens. */
    public static Transcript of(Transcript heard) {
        return new Transcript(
                heard.durationSeconds(),
                heard.language(),
                heard.engine(),
                heard.speakers(),
                new DisplayText(Map.of()).written(heard.utterances()));
    }
}
