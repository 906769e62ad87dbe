package io.earmark.gateway.calls;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.earmark.call.Call;
import io.earmark.call.Coaching;
import io.earmark.call.Redacted;
import io.earmark.call.Sentiment;
import io.earmark.call.Speaker;
import io.earmark.call.Token;
import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import io.earmark.call.Word;
import io.earmark.job.Warning;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A transcript as clients see it: the words from the recogniser, the sentiment from the coach if that is done.
 *
 * @param redacted what was taken out of the words; only where anything was looked for
 */
record TranscriptView(
        String callId,
        double durationSeconds,
        String language,
        Transcript.Engine engine,
        List<Speaker> speakers,
        List<UtteranceView> utterances,
        @JsonInclude(Include.NON_NULL) @Nullable RedactionView redacted,
        List<Warning> warnings) {

    /** @param kinds that were looked for */
    record RedactionView(List<String> kinds, List<MaskView> masks) {}

    record MaskView(String kind, int channel, double start, double end) {

        static MaskView of(Redacted.Mask mask) {
            return new MaskView(mask.kind().label(), mask.channel(), mask.start(), mask.end());
        }
    }

    record UtteranceView(
            int index,
            String speaker,
            int channel,
            double start,
            double end,
            String text,
            double confidence,
            @Nullable Sentiment sentiment,
            List<WordView> words,
            String display,
            List<TokenView> tokens) {}

    /** @param original only where a vocabulary term took its place */
    record WordView(
            String text,
            double start,
            double end,
            double confidence,
            @JsonInclude(Include.NON_NULL) @Nullable String original) {

        static WordView of(Word word) {
            return new WordView(word.text(), word.start(), word.end(), word.confidence(), word.original());
        }
    }

    /**
     * @param words    index of its first word in the utterance, and of the word after its last
     * @param filler   only where true
     * @param original only where a vocabulary term took its place
     */
    record TokenView(
            String text,
            List<Integer> words,
            double start,
            double end,
            @JsonInclude(Include.NON_DEFAULT) boolean filler,
            @JsonInclude(Include.NON_NULL) @Nullable String original) {

        static TokenView of(Token token) {
            return new TokenView(
                    token.text(),
                    List.of(token.from(), token.to()),
                    token.start(),
                    token.end(),
                    token.filler(),
                    token.original());
        }
    }

    static TranscriptView of(Call call, Transcript transcript, Optional<Coaching> coaching, List<Warning> warnings) {
        List<Sentiment> sentiments = coaching.map(Coaching::sentiments).orElse(List.of());
        return new TranscriptView(
                call.id().toString(),
                transcript.durationSeconds(),
                transcript.language(),
                transcript.engine(),
                transcript.speakers(),
                transcript.utterances().stream()
                        .map(utterance -> view(utterance, sentiments))
                        .toList(),
                view(call, transcript.redacted()),
                warnings);
    }

    private static @Nullable RedactionView view(Call call, @Nullable Redacted redacted) {
        return redacted == null
                ? null
                : new RedactionView(
                        call.metadata().redact(),
                        redacted.masks().stream().map(MaskView::of).toList());
    }

    private static UtteranceView view(Utterance said, List<Sentiment> sentiments) {
        return new UtteranceView(
                said.index(),
                said.speaker(),
                said.channel(),
                said.start(),
                said.end(),
                said.text(),
                said.confidence(),
                said.index() < sentiments.size() ? sentiments.get(said.index()) : null,
                said.words().stream().map(WordView::of).toList(),
                said.display(),
                said.tokens().stream().map(TokenView::of).toList());
    }
}
