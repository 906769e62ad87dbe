package io.earmark.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earmark.call.StageResult;
import io.earmark.job.JobKind;
import io.earmark.job.Warning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/**
 * What every {@link JobHandler} owes the engine. One subclass for each handler, with its real engine; the time limit is
 * there for handlers that hang, not to measure them.
 */
@Timeout(240)
public abstract class JobHandlerContract {

    private static final String TYPE = "[a-z]+(-[a-z]+)*";
    private static final int CHILD_SECONDS = 10;

    @TempDir
    protected Path directory;

    /** The same for every test, or made anew: as the worker makes it, with its real engine. */
    protected abstract JobHandler handler();

    protected abstract JobKind expectedKind();

    /** Puts into the empty job all that the handler needs to succeed. It must tell of progress before it is done. */
    protected abstract RecordingJobContext prepare(RecordingJobContext job) throws Exception;

    /** What of a result is the same however often the job is run; all of it, unless a blob's key is in it. */
    protected Object essence(StageResult result) {
        return result;
    }

    @Test
    void its_kind_is_the_one_it_is_sent() {
        assertThat(handler().kind()).isEqualTo(expectedKind());
    }

    @Test
    void progress_stays_within_bounds_and_never_goes_backwards() throws Exception {
        RecordingJobContext job = prepared("job");
        handler().handle(job);
        assertThat(job.progress())
                .as("told at all")
                .isNotEmpty()
                .allSatisfy(done -> assertThat(done).isBetween(0.0, 1.0))
                .isSorted();
        assertThat(job.stages()).allSatisfy(stage -> assertThat(stage).matches("[a-z ]{1,30}"));
        assertThat(job.warnings()).extracting(Warning::type).allMatch(type -> type.matches(TYPE));
    }

    @Test
    void told_to_stop_before_it_begins_it_does_not_begin() throws Exception {
        RecordingJobContext job = prepared("job");
        assertInterruptedEnd(job, () -> {
            Thread.currentThread().interrupt();
            return handler().handle(job);
        });
    }

    @Test
    void told_to_stop_in_the_middle_it_stops() throws Exception {
        RecordingJobContext job = prepared("job");
        assertInterruptedEnd(job, () -> {
            job.onFirstProgress(Thread.currentThread()::interrupt);
            return handler().handle(job);
        });
    }

    /** In a thread of its own, so that no interrupt is left to the test's; what it leaves, it leaves at once. */
    private void assertInterruptedEnd(RecordingJobContext job, Callable<StageResult> run) throws Exception {
        handler();
        Set<Long> before = children();
        List<String> blobs = files(job.root().resolve("blobs"));
        ExecutorService worker = Executors.newSingleThreadExecutor();
        try {
            assertThatThrownBy(() -> worker.submit(run).get()).hasCauseInstanceOf(InterruptedException.class);
        } finally {
            worker.shutdownNow();
        }
        // As the engine does as soon as a handler is back: what still writes there makes this fail, or comes back.
        FileSystemUtils.deleteRecursively(job.scratch());
        for (long child : children()) {
            if (!before.contains(child)) {
                awaitEnd(child);
            }
        }
        assertThat(job.scratch()).doesNotExist();
        assertThat(files(job.root().resolve("blobs"))).as("blobs").isEqualTo(blobs);
    }

    @Test
    void two_runs_at_the_same_time_give_equal_results_and_leave_nothing_but_blobs() throws Exception {
        JobHandler handler = handler();
        Set<Long> before = children();
        RecordingJobContext first = prepared("first");
        RecordingJobContext second = prepared("second");
        ExecutorService workers = Executors.newFixedThreadPool(2);
        try {
            List<Future<StageResult>> results =
                    workers.invokeAll(List.of(() -> handler.handle(first), () -> handler.handle(second)));
            assertThat(essence(results.get(0).get()))
                    .isEqualTo(essence(results.get(1).get()));
        } finally {
            workers.shutdownNow();
        }
        assertThat(children()).isSubsetOf(before);
        for (RecordingJobContext job : List.of(first, second)) {
            FileSystemUtils.deleteRecursively(job.scratch());
            assertThat(files(job.root())).allMatch(file -> file.startsWith("blobs/") && !file.contains("incoming"));
        }
    }

    @Test
    void without_its_inputs_it_fails_for_good_and_says_why() {
        RecordingJobContext empty = new RecordingJobContext(directory.resolve("empty"));
        assertThatThrownBy(() -> handler().handle(empty))
                .isInstanceOfSatisfying(PermanentFailure.class, JobHandlerContract::assertSpoken);
    }

    @Test
    void a_recording_that_is_gone_is_a_failure_for_good() throws Exception {
        RecordingJobContext job = prepared("job");
        if (job.hasCall()) {
            job.blobs().delete(job.call().audio().key());
            assertThatThrownBy(() -> handler().handle(job))
                    .isInstanceOfSatisfying(PermanentFailure.class, JobHandlerContract::assertSpoken);
        } else {
            assertThat(handler().handle(job)).as("it needs no recording").isNotNull();
        }
    }

    private static void assertSpoken(PermanentFailure e) {
        assertThat(e.failure().type()).matches(TYPE);
        assertThat(e.failure().title()).isNotBlank();
        assertThat(e.failure().detail()).isNotBlank();
    }

    private RecordingJobContext prepared(String name) throws Exception {
        return prepare(new RecordingJobContext(directory.resolve(name)));
    }

    /** One that was told to stop may need a moment for it. */
    private static void awaitEnd(long pid) throws Exception {
        ProcessHandle child = ProcessHandle.of(pid).orElse(null);
        if (child != null) {
            child.onExit().get(CHILD_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static Set<Long> children() {
        return ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }

    private static List<String> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
