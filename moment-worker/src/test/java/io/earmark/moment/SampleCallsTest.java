package io.earmark.moment;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.call.Coaching;
import io.earmark.call.Moment;
import io.earmark.moment.playbook.Coach;
import io.earmark.moment.playbook.Likenesses;
import io.earmark.moment.playbook.Playbook;
import io.earmark.moment.sentiment.LexiconSentiment;
import io.earmark.moment.similarity.MiniLm;
import io.earmark.work.RecordingJobContext;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole coaching of the sample calls, as they were really spoken: these moments, and no others. */
class SampleCallsTest {

    @TempDir
    private Path directory = Path.of("");

    private List<String> moments(String sample) throws Exception {
        Playbook playbook = Playbook.bundled();
        try (MiniLm encoder = new MiniLm()) {
            CoachHandler handler = new CoachHandler(
                    new Coach(playbook, 60), new Likenesses(playbook, encoder), LexiconSentiment.bundled());
            RecordingJobContext job = new RecordingJobContext(directory).with(SampleCall.of(sample));
            Coaching coaching = (Coaching) handler.handle(job);
            assertThat(job.warnings()).isEmpty();
            assertThat(coaching.sentiments())
                    .hasSize(SampleCall.of(sample).utterances().size());
            coaching.moments().forEach(moment -> assertThat(moment.why()).isNotBlank());
            return coaching.moments().stream().map(SampleCallsTest::line).toList();
        }
    }

    private static String line(Moment moment) {
        return moment.type() + " " + moment.utterances();
    }

    @Test
    void the_price_call() throws Exception {
        assertThat(moments(SampleCall.PRICE))
                .containsExactly(
                        "competitor_mention [3]",
                        "price_objection [3]",
                        "discount_offered [6]",
                        "buying_signal [7]",
                        "next_step [7]",
                        "next_step [8]");
    }

    @Test
    void the_schedule_call() throws Exception {
        assertThat(moments(SampleCall.SCHEDULE))
                .containsExactly(
                        "hesitation [2]",
                        "competitor_mention [4]",
                        "hesitation [4]",
                        "hesitation [6]",
                        "next_step [6]",
                        "next_step [7]");
    }
}
