package io.earmark.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.call.SpokenAudio;
import io.earmark.job.Attempt;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.job.Lease;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The lease: who lost it, who is told to give it up, and what happens when nobody listens. */
class LeaseTest extends RunnerFixture {

    @Test
    void a_worker_that_comes_back_after_its_lease_completes_nothing_and_publishes_nothing() throws Exception {
        Job job = store.enqueued(JobKind.TRANSCRIBE);
        database.away("keep");
        ScriptedHandler paused = transcribe(context -> {
            release.await();
            return TestStore.TRANSCRIPT;
        });
        Future<Boolean> first = begin(job, paused);
        paused.awaitBegun();
        loseLeaseAndMakeDue(job);

        Future<Boolean> second = begin(runner(settings(Duration.ZERO)), job, transcribe(c -> TestStore.TRANSCRIPT));
        second.get(30, TimeUnit.SECONDS);
        release.countDown();
        assertThat(first.get(30, TimeUnit.SECONDS))
                .as("its message is done with")
                .isTrue();

        assertThat(store.now(job).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(store.outcomes(job)).containsExactly(Attempt.Outcome.LOST, Attempt.Outcome.SUCCEEDED);
        assertThat(store.results(job)).isEqualTo(1);
        assertThat(store.jobs(JobKind.COACH)).isEqualTo(1);
        assertThat(ended(Outcome.LOST)).isEqualTo(1);
    }

    @Test
    void what_it_made_meanwhile_is_an_orphan_that_the_sweep_may_take() throws Exception {
        Job job = store.enqueued(JobKind.SPEAK);
        database.away("keep");
        CompletableFuture<SpokenAudio> late = new CompletableFuture<>();
        ScriptedHandler paused = new ScriptedHandler(JobKind.SPEAK, context -> {
            release.await();
            late.complete(store.spoken("late"));
            return late.join();
        });
        Future<Boolean> first = begin(job, paused);
        paused.awaitBegun();
        loseLeaseAndMakeDue(job);
        begin(runner(settings(Duration.ZERO)), job, new ScriptedHandler(JobKind.SPEAK, c -> store.spoken("in time")))
                .get(30, TimeUnit.SECONDS);
        release.countDown();
        first.get(30, TimeUnit.SECONDS);

        String kept = store.jobs()
                .result(job.id(), SpokenAudio.class)
                .orElseThrow()
                .audio()
                .key();
        String orphan = late.join().audio().key();
        assertThat(store.jobs().referenced(List.of(kept, orphan))).containsExactly(kept);
    }

    @Test
    void a_heartbeat_that_finds_the_lease_gone_stops_the_handler() throws Exception {
        Job job = store.enqueued(JobKind.TRANSCRIBE);
        ScriptedHandler handler = transcribe(context -> {
            release.await();
            return TestStore.TRANSCRIPT;
        });
        Future<Boolean> run = begin(job, handler);
        handler.awaitBegun();
        store.loseLease(job);
        assertThat(run.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(store.outcomes(job)).containsExactly(Attempt.Outcome.LOST);
        assertThat(ended(Outcome.LOST)).isEqualTo(1);
    }

    @Test
    void a_cancelled_job_stops_its_work_and_takes_its_files_along() throws Exception {
        Job job = store.enqueued(JobKind.TRANSCRIBE);
        ScriptedHandler handler = transcribe(context -> {
            Files.writeString(context.scratch().resolve("pcm"), "samples");
            release.await();
            return TestStore.TRANSCRIPT;
        });
        Future<Boolean> run = begin(job, handler);
        handler.awaitBegun();
        Awaitility.await().until(() -> scratchFiles().size() == 1);
        store.jobs().requestCancel(TestStore.TENANT, job.id());

        assertThat(run.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(store.now(job).state()).isEqualTo(JobState.CANCELLED);
        assertThat(scratchFiles()).isEmpty();
        assertThat(ended(Outcome.CANCELLED)).isEqualTo(1);
    }

    @Test
    void a_cancelled_job_ends_without_a_handler_that_does_not_listen() throws Exception {
        Job job = store.enqueued(JobKind.TRANSCRIBE);
        ScriptedHandler deaf = transcribe(context -> {
            deafWait();
            return TestStore.TRANSCRIPT;
        });
        Future<Boolean> run = begin(job, deaf);
        deaf.awaitBegun();
        store.jobs().requestCancel(TestStore.TENANT, job.id());

        store.await(job, JobState.CANCELLED);
        assertThat(run.isDone()).as("the engine is still at it").isFalse();
        release.countDown();
        assertThat(run.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(store.now(job).state()).isEqualTo(JobState.CANCELLED);
        assertThat(store.results(job)).isZero();
        assertThat(store.jobs(JobKind.COACH)).isZero();
        assertThat(ended(Outcome.CANCELLED)).isEqualTo(1);
    }

    @Test
    void a_cancelled_job_is_CANCELLED_however_its_handler_fails_over_it() throws Exception {
        Job job = store.enqueued(JobKind.TRANSCRIBE);
        ScriptedHandler handler = transcribe(context -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new PermanentFailure("engine-broken", "The engine broke", "Its pipe was closed.");
            }
            return TestStore.TRANSCRIPT;
        });
        Future<Boolean> run = begin(job, handler);
        handler.awaitBegun();
        store.jobs().requestCancel(TestStore.TENANT, job.id());
        run.get(30, TimeUnit.SECONDS);
        assertThat(store.now(job).state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void a_cancelled_job_is_CANCELLED_when_the_database_was_away_at_that_moment() throws Exception {
        Job job = store.enqueued(JobKind.TRANSCRIBE);
        database.away("cancelled");
        ScriptedHandler deaf = transcribe(context -> {
            deafWait();
            return TestStore.TRANSCRIPT;
        });
        Future<Boolean> run = begin(job, deaf);
        deaf.awaitBegun();
        store.jobs().requestCancel(TestStore.TENANT, job.id());
        Awaitility.await().until(() -> database.calls("cancelled") >= 2);
        database.back();
        store.await(job, JobState.CANCELLED);
        release.countDown();
        run.get(30, TimeUnit.SECONDS);
    }

    @Test
    void a_heartbeat_that_hangs_in_the_database_delays_no_other_jobs() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        database.trouble("keep", () -> {
            if (database.calls("keep") == 1) {
                hanging.countDown();
                release.await();
            }
        });
        ScriptedHandler handler = transcribe(context -> {
            release.await();
            return TestStore.TRANSCRIPT;
        });
        begin(store.enqueued(JobKind.TRANSCRIBE), handler);
        hanging.await();
        Job other = store.enqueued(JobKind.TRANSCRIBE);
        begin(other, handler);
        Awaitility.await().until(() -> store.now(other).lease() != null);
        Instant before = lease(other).until();
        Awaitility.await().until(() -> lease(other).until().isAfter(before));
    }

    @Test
    void progress_is_seen_while_the_job_runs() throws Exception {
        Job job = store.enqueued(JobKind.TRANSCRIBE);
        begin(job, transcribe(context -> {
            context.progress(0.4, "recognising");
            context.progress(0.2, "recognising");
            release.await();
            return TestStore.TRANSCRIPT;
        }));
        Awaitility.await().until(() -> store.now(job).progress() == 0.4);
        assertThat(store.now(job).stage()).isEqualTo("recognising");
    }

    private Lease lease(Job job) {
        return Objects.requireNonNull(store.now(job).lease());
    }

    private void loseLeaseAndMakeDue(Job job) {
        store.loseLease(job);
        store.jdbc()
                .sql("update job set not_before = created_at where id = :id")
                .param("id", job.id().value())
                .update();
    }
}
