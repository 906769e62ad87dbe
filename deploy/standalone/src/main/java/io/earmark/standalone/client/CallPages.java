package io.earmark.standalone.client;

import io.earmark.call.Metrics;
import io.earmark.call.Moment;
import io.earmark.call.Sentiment;
import io.earmark.call.Speaker;
import io.earmark.call.Transcript;
import io.earmark.job.Warning;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server answers about one call, as far as people are shown it. */
final class CallPages {

    private CallPages() {}

    record Metadata(@Nullable String agent, @Nullable String customer) {}

    record CallPage(String id, double durationSeconds, Metadata metadata) {}

    record Said(
            String speaker,
            double start,
            double end,
            String display,
            @Nullable Sentiment sentiment) {}

    record TranscriptPage(
            Transcript.Engine engine, List<Speaker> speakers, List<Said> utterances, List<Warning> warnings) {}

    record MomentsPage(List<Moment> moments, Metrics metrics, List<Warning> warnings) {}
}
