package io.earmark.stt.text;

import io.earmark.call.CallMetadata;
import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import io.earmark.call.Word;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The last step of a transcription: names of the call's vocabulary put right, and all of it as people write it. */
public final class WrittenTranscript {

    private WrittenTranscript() {}

    /**
     * The same transcript, its utterances' words corrected and written out as tokens. One in another language than English
     * stays as it is: how names sound, and what is written how, are known of English alone.
     */
    public static Transcript of(Transcript heard, CallMetadata metadata) {
        if (!heard.language().startsWith("en")) {
            return heard;
        }
        Vocabulary vocabulary = Vocabulary.of(metadata.vocabulary());
        PhoneticCorrection correction = new PhoneticCorrection(vocabulary);
        List<Utterance> corrected = heard.utterances().stream()
                .map(said -> corrected(said, correction))
                .toList();
        Map<String, String> written = new LinkedHashMap<>(vocabulary.written());
        addPerson(written, metadata.agent());
        addPerson(written, metadata.customer());
        return new Transcript(
                heard.durationSeconds(),
                heard.language(),
                heard.engine(),
                heard.speakers(),
                new DisplayText(written).written(corrected),
                heard.redacted());
    }

    private static Utterance corrected(Utterance said, PhoneticCorrection correction) {
        List<Word> words = correction.corrected(said.words());
        return words.equals(said.words())
                ? said
                : new Utterance(
                        said.index(),
                        said.speaker(),
                        said.channel(),
                        said.start(),
                        said.end(),
                        words.stream().map(Word::text).collect(Collectors.joining(" ")),
                        said.confidence(),
                        words);
    }

    /** Agent and customer are known by name, so their names have capitals; nothing is corrected into them. */
    private static void addPerson(Map<String, String> written, @Nullable String name) {
        if (name != null && !name.isBlank()) {
            written.putIfAbsent(name.strip().toLowerCase(Locale.ROOT), name.strip());
        }
    }
}
