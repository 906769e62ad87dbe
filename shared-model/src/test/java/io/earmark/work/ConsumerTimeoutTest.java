package io.earmark.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.RabbitNode;
import io.earmark.job.Attempt;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.wire.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;

/** A job takes longer than the broker lets a message stay unacknowledged. */
class ConsumerTimeoutTest {

    private static final JobKind KIND = JobKind.TRANSCRIBE;

    @TempDir
    static Path directory = Path.of("");

    /** Shorter than anybody would have it, so that the test does not last a minute. */
    private final RabbitNode node = RabbitNode.running("consumer_timeout = 15000");

    private final TestStore store = TestStore.create(directory);
    private final Dispatch dispatch = Dispatch.start(store, node.uri());
    private final CountDownLatch release = new CountDownLatch(1);
    private final ScriptedHandler handler = ScriptedHandler.until(KIND, release, TestStore.TRANSCRIPT);
    private final TestWorker busy = worker(handler);

    ConsumerTimeoutTest() throws IOException {}

    private TestWorker worker(ScriptedHandler with) {
        return TestWorker.start(store.url(), node.uri(), directory, List.of(with));
    }

    @AfterEach
    void stop() {
        release.countDown();
        busy.close();
        dispatch.close();
        store.close();
        node.close();
    }

    @Test
    void a_consumer_time_out_shorter_than_the_job_changes_nothing() throws Exception {
        Job job = store.enqueued(KIND);
        handler.awaitBegun();
        try (TestWorker idle = worker(new ScriptedHandler(KIND, context -> TestStore.TRANSCRIPT))) {
            Awaitility.await("the broker to close the channel and give the message to the other worker")
                    .atMost(4, TimeUnit.MINUTES)
                    .until(() -> idle.count("earmark.job.duplicates") == 1);
            assertThat(store.now(job).state()).isEqualTo(JobState.RUNNING);
        }
        release.countDown();
        store.await(job, JobState.SUCCEEDED);
        assertThat(store.outcomes(job)).containsExactly(Attempt.Outcome.SUCCEEDED);
        assertThat(store.results(job)).isEqualTo(1);

        Awaitility.await()
                .atMost(30, TimeUnit.SECONDS)
                .until(() -> busy.health("readiness").equals(Status.UP));
        store.await(store.enqueued(KIND), JobState.SUCCEEDED);
        busy.awaitEnded("succeeded", 2);
        assertThat(dispatch.waiting(Topology.DEAD_LETTERS)).isZero();
    }
}
