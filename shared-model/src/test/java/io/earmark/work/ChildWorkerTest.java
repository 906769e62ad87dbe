package io.earmark.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.Broker;
import io.earmark.blob.BlobRef;
import io.earmark.call.SpokenAudio;
import io.earmark.job.Attempt;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers as processes: paused beyond their lease, terminated, killed while they shut down. */
class ChildWorkerTest {

    private static final JobKind KIND = JobKind.SPEAK;
    private static final String LEASE = "earmark.work.lease=2s";

    @TempDir
    static Path all = Path.of("");

    private final TestStore store = TestStore.create(Files.createTempDirectory(all, "test"));
    private final Dispatch dispatch = Dispatch.start(store, Broker.uri());

    ChildWorkerTest() throws IOException {}

    @AfterEach
    void stop() {
        dispatch.close();
        store.close();
    }

    @Test
    void a_process_that_slept_through_its_lease_wakes_up_to_find_that_nothing_is_its_any_more() throws Exception {
        try (ChildWorker child = ChildWorker.start(store, Broker.uri(), LEASE)) {
            Job job = store.enqueued(KIND);
            child.awaitBegun();
            child.pause();
            try (TestWorker second = second()) {
                store.await(job, JobState.SUCCEEDED);
                second.awaitEnded("succeeded", 1);
            }
            child.release();
            child.wake();

            Job next = store.enqueued(KIND);
            child.awaitBegun();
            child.release();
            store.await(next, JobState.SUCCEEDED);

            assertThat(store.outcomes(job)).containsExactly(Attempt.Outcome.LOST, Attempt.Outcome.SUCCEEDED);
            assertThat(store.results(job)).isEqualTo(1);
            assertThat(words(job)).isEqualTo("second");
            assertThat(words(next)).isEqualTo("child");
            assertThat(store.jobs().referenced(blobKeys()))
                    .as("the sleeper's blob, if it came to write one, is an orphan")
                    .hasSize(2);
        }
    }

    @Test
    void a_process_that_is_terminated_hands_back_what_it_cannot_finish() throws Exception {
        try (ChildWorker child = ChildWorker.start(store, Broker.uri(), LEASE, "earmark.work.shutdown=0s")) {
            Job job = store.enqueued(KIND);
            child.awaitBegun();
            child.terminate();
            store.await(job, JobState.QUEUED);
            assertThat(store.now(job).attempts()).isZero();
            try (TestWorker second = second()) {
                store.await(job, JobState.SUCCEEDED);
                second.awaitEnded("succeeded", 1);
            }
            assertThat(child.awaitExit()).as("by SIGTERM").isEqualTo(128 + 15);
            assertThat(store.outcomes(job)).containsExactly(Attempt.Outcome.HANDED_BACK, Attempt.Outcome.SUCCEEDED);
        }
    }

    @Test
    void a_process_that_is_killed_while_it_shuts_down_loses_nothing() throws Exception {
        try (ChildWorker child = ChildWorker.start(store, Broker.uri(), LEASE, "earmark.work.shutdown=10m")) {
            Job job = store.enqueued(KIND);
            child.awaitBegun();
            child.terminate();
            Awaitility.await("its idle consumer to stop, the first step of a shutdown")
                    .atMost(30, TimeUnit.SECONDS)
                    .until(() -> dispatch.consumers(JobKind.COACH) == 0);
            child.terminate();
            assertThat(store.now(job).state()).isEqualTo(JobState.RUNNING);
            child.close();
            try (TestWorker second = second()) {
                store.await(job, JobState.SUCCEEDED);
                second.awaitEnded("succeeded", 1);
            }
            assertThat(store.outcomes(job)).containsExactly(Attempt.Outcome.LOST, Attempt.Outcome.SUCCEEDED);
        }
    }

    private TestWorker second() {
        ScriptedHandler handler = new ScriptedHandler(KIND, job -> store.spoken("second"));
        return TestWorker.start(store.url(), Broker.uri(), store.directory(), List.of(handler), LEASE);
    }

    private String words(Job job) throws IOException {
        BlobRef audio =
                store.jobs().result(job.id(), SpokenAudio.class).orElseThrow().audio();
        try (InputStream bytes = store.blobs().open(audio)) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** All that was ever written. */
    private List<String> blobKeys() throws IOException {
        Path root = store.directory().resolve("blobs");
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .toList();
        }
    }
}
