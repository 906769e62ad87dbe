package io.earmark.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.call.StageResult;
import io.earmark.call.Transcript;
import io.earmark.job.Attempt;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.job.Warning;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessResourceFailureException;

class JobRunnerTest extends RunnerFixture {

    @Test
    void a_job_is_claimed_run_and_completed_with_what_the_handler_told() throws Exception {
        Job job = store.enqueued(JobKind.TRANSCRIBE);
        ScriptedHandler handler = transcribe(context -> {
            Files.writeString(context.scratch().resolve("pcm"), "samples");
            context.warn(new Warning("audio-truncated", "The recording ends early."));
            return TestStore.TRANSCRIPT;
        });

        assertThat(runner.run(List.of(job.id()), handler)).isTrue();

        assertThat(store.now(job).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(store.now(job).warnings())
                .containsExactly(new Warning("audio-truncated", "The recording ends early."));
        assertThat(store.jobs().result(job.id(), Transcript.class)).contains(TestStore.TRANSCRIPT);
        assertThat(store.jobs(JobKind.COACH)).isEqualTo(1);
        assertThat(scratchFiles()).isEmpty();
        assertThat(ended(Outcome.SUCCEEDED)).isEqualTo(1);
    }

    @Test
    void a_duplicate_is_done_with_and_runs_nothing() {
        Job job = store.enqueued(JobKind.TRANSCRIBE);
        ScriptedHandler handler = transcribe(context -> TestStore.TRANSCRIPT);
        runner.run(List.of(job.id()), handler);
        assertThat(runner.run(List.of(job.id()), handler)).isTrue();
        assertThat(handler.runs()).isEqualTo(1);
        assertThat(meters.counter("earmark.job.duplicates", "kind", "transcribe")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void a_failure_is_tried_again_with_every_cause_kept_for_people_and_given_up_in_the_end() {
        Job job = store.enqueued(JobKind.TRANSCRIBE);
        ScriptedHandler handler = transcribe(context -> {
            throw new IllegalStateException("No decoder", new IOException("ffmpeg exited with 183"));
        });

        runner.run(List.of(job.id()), handler);
        assertThat(store.now(job).state()).isEqualTo(JobState.RETRYING);
        assertThat(Objects.requireNonNull(store.now(job).failure()).detail())
                .isEqualTo("IllegalStateException: No decoder; caused by: IOException: ffmpeg exited with 183");

        while (store.now(job).state() == JobState.RETRYING) {
            makeDue(job);
            runner.run(List.of(job.id()), handler);
        }
        assertThat(store.now(job).state()).isEqualTo(JobState.FAILED);
        assertThat(handler.runs()).isEqualTo(job.maxAttempts());
        assertThat(ended(Outcome.RETRYING)).isEqualTo(job.maxAttempts() - 1);
        assertThat(ended(Outcome.FAILED)).isEqualTo(1);
    }

    @Test
    void a_permanent_failure_is_not_tried_again() {
        Job job = store.enqueued(JobKind.TRANSCRIBE);
        runner.run(List.of(job.id()), transcribe(context -> {
            throw new PermanentFailure("audio-unreadable", "The audio cannot be read", "It is a picture.");
        }));
        assertThat(store.now(job).state()).isEqualTo(JobState.FAILED);
        assertThat(Objects.requireNonNull(store.now(job).failure()).type()).isEqualTo("audio-unreadable");
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                OutOfMemoryError.class,
                StackOverflowError.class,
                NoClassDefFoundError.class,
                AssertionError.class,
                InternalError.class
            })
    void an_error_fails_the_attempt_and_not_the_worker(Class<? extends Error> type) throws Exception {
        Error error = type.getDeclaredConstructor().newInstance();
        Job job = store.enqueued(JobKind.TRANSCRIBE);
        runner.run(List.of(job.id()), transcribe(context -> {
            throw error;
        }));
        assertThat(store.now(job).state()).isEqualTo(JobState.RETRYING);
        assertThat(Objects.requireNonNull(store.now(job).failure()).detail()).contains(type.getSimpleName());
    }

    @Test
    void a_handler_without_a_result_has_failed() {
        Job job = store.enqueued(JobKind.TRANSCRIBE);
        runner.run(List.of(job.id()), transcribe(context -> null));
        assertThat(store.now(job).state()).isEqualTo(JobState.RETRYING);
    }

    @Test
    void a_message_as_long_as_a_book_and_full_of_NULs_is_cut_and_stored() {
        Job job = store.enqueued(JobKind.TRANSCRIBE);
        runner.run(List.of(job.id()), transcribe(context -> {
            context.progress(0.5, "de\0coding");
            context.warn(new Warning("od\0d", "\0"));
            throw new IllegalStateException("\0" + "x".repeat(5_000_000) + "\ud83d");
        }));
        assertThat(store.now(job).state()).isEqualTo(JobState.RETRYING);
        assertThat(Objects.requireNonNull(store.now(job).failure()).detail())
                .startsWith("IllegalStateException: xxx")
                .hasSize(CauseChain.LONGEST)
                .endsWith("…");
    }

    @Test
    void a_result_that_the_database_refuses_fails_the_attempt() {
        Job job = store.enqueued(JobKind.TRANSCRIBE);
        Transcript refused =
                new Transcript(1, "en\0US", new Transcript.Engine("vosk", "tiny", "1"), List.of(), List.of());
        runner.run(List.of(job.id()), transcribe(context -> refused));
        assertThat(store.now(job).state()).isEqualTo(JobState.RETRYING);
        assertThat(Objects.requireNonNull(store.now(job).failure()).detail())
                .startsWith("IllegalStateException: The result cannot be stored; caused by: ");
        assertThat(store.jobs(JobKind.COACH)).isZero();
    }

    @Test
    void a_handler_that_leaves_the_interrupt_flag_set_neither_stops_the_next_job_nor_goes_on_for_ever() {
        Job job = store.enqueued(JobKind.TRANSCRIBE);
        runner.run(List.of(job.id()), transcribe(context -> {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted by its own library");
        }));
        assertThat(store.now(job).state()).isEqualTo(JobState.RETRYING);
        assertThat(store.now(job).attempts()).as("it counts").isEqualTo(1);

        Job next = store.enqueued(JobKind.TRANSCRIBE);
        runner.run(List.of(next.id()), transcribe(context -> {
            context.checkCancelled();
            Thread.currentThread().interrupt();
            return TestStore.TRANSCRIPT;
        }));
        assertThat(store.now(next).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void a_disk_without_room_for_scratch_fails_the_attempt_at_once() throws IOException {
        Files.walk(directory.resolve("scratch")).map(path -> path.toFile()).forEach(file -> file.delete());
        Job job = store.enqueued(JobKind.TRANSCRIBE);
        scratch.close();
        runner.run(List.of(job.id()), transcribe(context -> {
            context.scratch();
            return TestStore.TRANSCRIPT;
        }));
        assertThat(store.now(job).state()).isEqualTo(JobState.RETRYING);
        assertThat(Objects.requireNonNull(store.now(job).failure()).detail()).contains("No scratch directory");
    }

    @Test
    void a_handler_hears_of_results_that_were_kept_and_what_it_then_does_wrong_changes_nothing() {
        List<StageResult> kept = new ArrayList<>();
        ScriptedHandler work = transcribe(context -> TestStore.TRANSCRIPT);
        JobHandler tidy = new JobHandler() {
            @Override
            public JobKind kind() {
                return work.kind();
            }

            @Override
            public StageResult handle(JobContext job) throws Exception {
                return work.handle(job);
            }

            @Override
            public void ended(JobContext job, StageResult result) throws IOException {
                kept.add(job.transcript());
                throw new IOException("The blob store is away");
            }
        };
        Job job = store.enqueued(JobKind.TRANSCRIBE);
        runner.run(List.of(job.id()), tidy);
        assertThat(store.now(job).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(kept).containsExactly(TestStore.TRANSCRIPT);

        Job refused = store.enqueued(JobKind.TRANSCRIBE);
        database.trouble("complete", () -> {
            throw new org.springframework.dao.DataIntegrityViolationException("It refuses this one");
        });
        runner.run(List.of(refused.id()), tidy);
        assertThat(store.now(refused).state()).isEqualTo(JobState.RETRYING);
        assertThat(kept).hasSize(1);
    }

    @Test
    void a_result_waits_for_a_database_that_is_away() throws Exception {
        Job job = store.enqueued(JobKind.TRANSCRIBE);
        database.away("complete", "keep");
        Future<Boolean> run = begin(job, transcribe(context -> TestStore.TRANSCRIPT));
        Awaitility.await().until(() -> database.calls("complete") >= 3);
        assertThat(store.now(job).state()).isEqualTo(JobState.RUNNING);

        database.back();
        assertThat(run.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(store.now(job).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(store.outcomes(job)).containsExactly(Attempt.Outcome.SUCCEEDED);
    }

    @Test
    void a_commit_whose_answer_was_lost_is_not_written_twice() throws Exception {
        Job job = store.enqueued(JobKind.TRANSCRIBE);
        database.trouble("complete", () -> {
            if (database.calls("complete") == 1) {
                store.jobs().complete(job.id(), token(job), TestStore.TRANSCRIPT, List.of());
                throw new DataAccessResourceFailureException("The line broke after the commit");
            }
        });
        runner.run(List.of(job.id()), transcribe(context -> TestStore.TRANSCRIPT));
        assertThat(store.now(job).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(store.results(job)).isEqualTo(1);
        assertThat(store.jobs(JobKind.COACH)).isEqualTo(1);
    }

    @Test
    void a_worker_that_ends_while_the_database_is_away_leaves_the_job_to_the_reaper() throws Exception {
        Job job = store.enqueued(JobKind.TRANSCRIBE);
        database.away("complete", "keep", "handBack");
        Future<Boolean> run = begin(job, transcribe(context -> TestStore.TRANSCRIPT));
        Awaitility.await().until(() -> database.calls("complete") > 0);
        runner.shutDown();
        run.get(30, TimeUnit.SECONDS);
        assertThat(ended(Outcome.UNWRITTEN)).isEqualTo(1);

        store.loseLease(job);
        assertThat(store.now(job).state()).isEqualTo(JobState.RETRYING);
    }

    @Test
    void progress_that_is_no_number_and_warnings_without_end_do_no_harm() {
        Job job = store.enqueued(JobKind.TRANSCRIBE);
        runner.run(List.of(job.id()), transcribe(context -> {
            context.progress(Double.NaN, "recognising");
            for (int i = 0; i < HeldJob.MOST_WARNINGS + 7; i++) {
                context.warn(new Warning("word-unclear", "Word " + i));
            }
            return TestStore.TRANSCRIPT;
        }));
        assertThat(store.now(job).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(store.now(job).warnings())
                .hasSize(HeldJob.MOST_WARNINGS + 1)
                .endsWith(new Warning("more-warnings", "7 more warnings are not listed."));
    }

    private long token(Job job) {
        return Objects.requireNonNull(store.now(job).lease()).token();
    }

    private void makeDue(Job job) {
        store.jdbc()
                .sql("update job set not_before = created_at where id = :id")
                .param("id", job.id().value())
                .update();
    }
}
