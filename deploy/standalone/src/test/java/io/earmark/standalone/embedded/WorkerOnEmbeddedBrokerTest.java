package io.earmark.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.job.Attempt;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.wire.JobMessage;
import io.earmark.wire.JobMessageCodec;
import io.earmark.wire.Topology;
import io.earmark.work.Dispatch;
import io.earmark.work.ScriptedHandler;
import io.earmark.work.TestStore;
import io.earmark.work.TestWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.amqp.core.MessageBuilder;

/** The worker's promises, on the broker that the standalone form brings along. */
class WorkerOnEmbeddedBrokerTest {

    private static final JobKind KIND = JobKind.TRANSCRIBE;

    @TempDir
    static Path directory = Path.of("");

    private final EmbeddedBroker broker = EmbeddedBroker.start();
    private final String uri =
            "amqp://" + broker.user() + ":" + broker.password() + "@" + broker.host() + ":" + broker.port();
    private final TestStore store = TestStore.create(directory);
    private final Dispatch dispatch = Dispatch.start(store, uri);

    WorkerOnEmbeddedBrokerTest() throws IOException {}

    private TestWorker worker(ScriptedHandler handler) {
        return TestWorker.start(store.url(), uri, directory, List.of(handler), "earmark.work.shutdown=0s");
    }

    @AfterEach
    void stop() throws IOException {
        dispatch.close();
        store.close();
        broker.close();
    }

    @Test
    void jobs_are_done_duplicates_dropped_and_poison_put_aside() {
        ScriptedHandler handler = new ScriptedHandler(KIND, job -> TestStore.TRANSCRIPT);
        try (TestWorker worker = worker(handler)) {
            Job job = store.enqueued(KIND);
            store.await(job, JobState.SUCCEEDED);
            dispatch.send(KIND, JobMessageCodec.encode(new JobMessage(job.id(), KIND)));
            dispatch.send(KIND, MessageBuilder.withBody(new byte[] {0, 1, 2}).build());
            Job next = store.enqueued(KIND);
            store.await(next, JobState.SUCCEEDED);

            Awaitility.await().until(() -> worker.count("earmark.job.duplicates") >= 1);
            Awaitility.await().until(() -> dispatch.waiting(Topology.DEAD_LETTERS) == 1);
            assertThat(handler.runs()).isEqualTo(2);
        }
        assertThat(dispatch.waiting(Topology.queue(KIND)))
                .as("nothing came back")
                .isZero();
    }

    @Test
    void a_worker_that_shuts_down_hands_its_job_to_the_next() throws Exception {
        ScriptedHandler slow = ScriptedHandler.until(KIND, new CountDownLatch(1), TestStore.TRANSCRIPT);
        TestWorker first = worker(slow);
        Job job = store.enqueued(KIND);
        slow.awaitBegun();
        first.close();
        try (TestWorker second = worker(new ScriptedHandler(KIND, context -> TestStore.TRANSCRIPT))) {
            store.await(job, JobState.SUCCEEDED);
            second.awaitEnded("succeeded", 1);
        }
        assertThat(store.outcomes(job)).containsExactly(Attempt.Outcome.HANDED_BACK, Attempt.Outcome.SUCCEEDED);
    }
}
