package io.earmark.moment;

import io.earmark.job.JobKind;
import io.earmark.moment.playbook.Coach;
import io.earmark.moment.playbook.Likenesses;
import io.earmark.moment.playbook.Playbook;
import io.earmark.moment.sentiment.LexiconSentiment;
import io.earmark.moment.similarity.MiniLm;
import io.earmark.work.JobHandler;
import io.earmark.work.JobHandlerContract;
import io.earmark.work.RecordingJobContext;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CoachHandlerContractTest extends JobHandlerContract {

    private final MiniLm encoder = new MiniLm();

    @SuppressWarnings("NullAway.Init")
    private CoachHandler handler;

    @BeforeAll
    void start() throws IOException {
        Playbook playbook = Playbook.bundled();
        handler = new CoachHandler(
                new Coach(playbook, 60), new Likenesses(playbook, encoder), LexiconSentiment.bundled());
    }

    @AfterAll
    void stop() {
        encoder.close();
    }

    @Override
    protected JobHandler handler() {
        return handler;
    }

    @Override
    protected JobKind expectedKind() {
        return JobKind.COACH;
    }

    @Override
    protected RecordingJobContext prepare(RecordingJobContext job) throws IOException {
        return job.with(SampleCall.of(SampleCall.PRICE));
    }
}
