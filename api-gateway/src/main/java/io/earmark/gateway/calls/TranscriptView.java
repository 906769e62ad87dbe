package io.earmark.gateway.calls;

import io.earmark.call.CallId;
import io.earmark.call.Coaching;
import io.earmark.call.Sentiment;
import io.earmark.call.Speaker;
import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import io.earmark.call.Word;
import io.earmark.job.Warning;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A transcript as clients see it: the words from the recogniser, the sentiment from the coach if that is done. */
record TranscriptView(
        String callId,
        double durationSeconds,
        String language,
        Transcript.Engine engine,
        List<Speaker> speakers,
        List<UtteranceView> utterances,
        List<Warning> warnings) {

    record UtteranceView(
            int index,
            String speaker,
            int channel,
            double start,
            double end,
            String text,
            double confidence,
            @Nullable Sentiment sentiment,
            List<Word> words) {}

    static TranscriptView of(CallId call, Transcript transcript, Optional<Coaching> coaching, List<Warning> warnings) {
        List<Sentiment> sentiments = coaching.map(Coaching::sentiments).orElse(List.of());
        return new TranscriptView(
                call.toString(),
                transcript.durationSeconds(),
                transcript.language(),
                transcript.engine(),
                transcript.speakers(),
                transcript.utterances().stream()
                        .map(utterance -> view(utterance, sentiments))
                        .toList(),
                warnings);
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
                said.words());
    }
}
