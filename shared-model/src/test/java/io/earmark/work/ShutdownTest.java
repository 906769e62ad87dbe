package io.earmark.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.job.Attempt;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.store.Outbox;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ShutdownTest extends RunnerFixture {

    @Test
    void a_job_that_ends_before_the_deadline_is_completed_and_no_other_is_begun() throws Exception {
        Job job = store.enqueued(JobKind.TRANSCRIBE);
        JobRunner patient = runner(settings(Duration.ofMinutes(1)));
        ScriptedHandler handler = transcribe(context -> {
            release.await();
            return TestStore.TRANSCRIPT;
        });
        Future<Boolean> run = begin(patient, job, handler);
        handler.awaitBegun();
        Future<?> shutdown = threads.submit(patient::shutDown);
        Job other = store.enqueued(JobKind.TRANSCRIBE);
        Awaitility.await("the runner to refuse work").until(() -> !patient.run(List.of(other.id()), handler));

        assertThat(store.now(other).state()).isEqualTo(JobState.QUEUED);
        release.countDown();
        shutdown.get(30, TimeUnit.SECONDS);
        assertThat(run.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(store.now(job).state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void a_job_that_does_not_end_is_handed_back_without_an_attempt_lost_and_announced_at_once() throws Exception {
        Job job = store.enqueued(JobKind.TRANSCRIBE);
        ScriptedHandler handler = transcribe(context -> {
            release.await();
            return TestStore.TRANSCRIPT;
        });
        Future<Boolean> run = begin(job, handler);
        handler.awaitBegun();
        runner.shutDown();

        assertThat(run.get(30, TimeUnit.SECONDS)).as("its message is done with").isTrue();
        assertHandedBack(job);
    }

    @Test
    void a_job_whose_handler_does_not_listen_is_handed_back_all_the_same() throws Exception {
        Job job = store.enqueued(JobKind.TRANSCRIBE);
        ScriptedHandler deaf = transcribe(context -> {
            deafWait();
            return TestStore.TRANSCRIPT;
        });
        Future<Boolean> run = begin(job, deaf);
        deaf.awaitBegun();
        runner.shutDown();
        assertHandedBack(job);

        release.countDown();
        run.get(30, TimeUnit.SECONDS);
        assertThat(store.now(job).state()).isEqualTo(JobState.QUEUED);
        assertThat(store.results(job)).isZero();
    }

    private void assertHandedBack(Job job) {
        assertThat(store.now(job).state()).isEqualTo(JobState.QUEUED);
        assertThat(store.now(job).attempts()).isZero();
        assertThat(store.outcomes(job)).containsExactly(Attempt.Outcome.HANDED_BACK);
        assertThat(store.outbox().take(JobKind.TRANSCRIBE, 10, 10, Duration.ofMinutes(1)))
                .extracting(Outbox.Entry::job)
                .contains(job.id());
    }
}
