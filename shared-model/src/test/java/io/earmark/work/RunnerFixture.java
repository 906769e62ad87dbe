package io.earmark.work;

import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A runner over a real database, without a broker: a test claims for itself. */
abstract class RunnerFixture {

    static final Duration HEARTBEAT = Duration.ofMillis(100);

    @TempDir
    Path directory = Path.of("");

    final CountDownLatch release = new CountDownLatch(1);
    final ExecutorService threads = Executors.newCachedThreadPool();
    TestStore store = unset();
    UnreliableJobs database = unset();
    Scratch scratch = unset();
    LeaseKeeper keeper = unset();
    JobRunner runner = unset();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @SuppressWarnings("NullAway") // before each test
    private static <T> T unset() {
        return null;
    }

    @BeforeEach
    void prepare() throws IOException {
        store = TestStore.create(directory);
        database = new UnreliableJobs(store.jobs());
        scratch = Scratch.open(directory.resolve("scratch"));
        beatEach(HEARTBEAT);
    }

    void beatEach(Duration heartbeat) {
        WorkSettings settings = settings(Duration.ZERO, heartbeat);
        keeper = new LeaseKeeper(database.jobs(), settings, 2);
        runner = runner(settings);
    }

    @AfterEach
    void release() throws IOException {
        release.countDown();
        threads.shutdownNow();
        keeper.close();
        scratch.close();
        store.close();
    }

    static WorkSettings settings(Duration shutdown) {
        return settings(shutdown, HEARTBEAT);
    }

    private static WorkSettings settings(Duration shutdown, Duration heartbeat) {
        return new WorkSettings("worker-1", Duration.ofMinutes(5), heartbeat, 1, 1, shutdown, null);
    }

    JobRunner runner(WorkSettings settings) {
        return new JobRunner(
                database.jobs(),
                job -> new HeldJob(job, store.jobs(), store.calls(), store.blobs(), new JsonMapper(), scratch),
                keeper,
                new WorkMetrics(meters),
                settings);
    }

    Future<Boolean> begin(JobRunner with, Job job, JobHandler handler) {
        return threads.submit(() -> with.run(List.of(job.id()), handler));
    }

    Future<Boolean> begin(Job job, JobHandler handler) {
        return begin(runner, job, handler);
    }

    /** Native code: it goes on, whatever is asked of it, until the test lets it. */
    void deafWait() {
        boolean waited = false;
        while (!waited) {
            try {
                release.await();
                waited = true;
            } catch (InterruptedException e) {
                continue;
            }
        }
    }

    static ScriptedHandler transcribe(ScriptedHandler.Work work) {
        return new ScriptedHandler(JobKind.TRANSCRIBE, work);
    }

    long ended(Outcome outcome) {
        return meters.find("earmark.job.run").tag("outcome", outcome.label()).timers().stream()
                .mapToLong(timer -> timer.count())
                .sum();
    }

    /** What jobs keep in scratch directories just now. */
    List<Path> scratchFiles() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("scratch"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("job-"))
                    .toList();
        }
    }
}
