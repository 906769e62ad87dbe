package io.earmark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earmark.call.Transcript;
import io.earmark.job.Attempt;
import io.earmark.job.IllegalTransition;
import io.earmark.job.Job;
import io.earmark.job.JobAssert;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class JobsTest extends StoreFixture {

    @Test
    void a_job_is_claimed_once_however_many_try() throws Exception {
        Job job = enqueued();
        ExecutorService workers = Executors.newFixedThreadPool(4);
        try {
            Callable<Optional<Job>> claim = () -> jobs.claim(job.id(), "w", LEASE);
            long claims = 0;
            for (Future<Optional<Job>> claimed : workers.invokeAll(List.of(claim, claim, claim, claim))) {
                claims += claimed.get().isPresent() ? 1 : 0;
            }
            assertThat(claims).isEqualTo(1);
        } finally {
            workers.shutdownNow();
        }
        JobAssert.assertThat(now(job)).isRunning().hasAttempts(1);
    }

    @Test
    void completing_writes_result_state_and_next_stage_together() {
        Job job = enqueued();
        assertThat(jobs.complete(job.id(), claim(job), TRANSCRIPT, List.of())).isTrue();

        JobAssert.assertThat(now(job)).isSucceeded();
        assertThat(jobs.result(job.id(), Transcript.class)).contains(TRANSCRIPT);
        assertThat(jobs.page(TENANT, null, JobKind.COACH, job.callId(), null, 10))
                .singleElement()
                .satisfies(next -> assertThat(next.state()).isEqualTo(JobState.QUEUED));
        assertThat(take(JobKind.COACH)).as("handed over to one relay").isEmpty();
        clock.advance(Outbox.HANDED_OVER_FOR);
        assertThat(take(JobKind.COACH)).hasSize(1);
    }

    @Test
    void a_worker_that_slept_through_its_lease_can_write_nothing() {
        Job job = enqueued();
        long late = claim(job);
        clock.advance(LEASE);
        assertThat(jobs.reap()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));
        long current = claim(job);

        assertThat(jobs.keep(job.id(), late, LEASE, 0.5, "recognising")).isEqualTo(Jobs.Heartbeat.LOST);
        assertThat(jobs.complete(job.id(), late, TRANSCRIPT, List.of())).isFalse();
        assertThat(jobs.fail(job.id(), late, CRASH, true)).isFalse();
        assertThat(jobs.handBack(job.id(), late)).isFalse();
        JobAssert.assertThat(now(job)).isRunning();

        assertThat(jobs.complete(job.id(), current, TRANSCRIPT, List.of())).isTrue();
        assertThat(jobs.complete(job.id(), current, TRANSCRIPT, List.of())).isFalse();
        assertThat(jobs.attempts(job.id()))
                .extracting(Attempt::outcome)
                .containsExactly(Attempt.Outcome.LOST, Attempt.Outcome.SUCCEEDED);
    }

    @Test
    void a_heartbeat_keeps_the_lease_and_progress_never_goes_back() {
        Job job = enqueued();
        long token = claim(job);
        clock.advance(Duration.ofSeconds(20));
        jobs.keep(job.id(), token, LEASE, 0.6, "recognising");
        jobs.keep(job.id(), token, LEASE, 0.4, "recognising");
        clock.advance(Duration.ofSeconds(20));

        assertThat(jobs.reap()).isZero();
        JobAssert.assertThat(now(job)).isRunning().hasProgress(0.6);
    }

    @Test
    void failures_are_tried_again_later_and_given_up_after_the_last_attempt() {
        Job job = enqueued();
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThat(jobs.fail(job.id(), claim(job), CRASH, false)).isTrue();
            JobAssert.assertThat(now(job)).isRetrying();
            assertThat(jobs.claim(job.id(), "w", LEASE)).as("before it is due").isEmpty();
            assertThat(take(JobKind.TRANSCRIBE)).as("before it is due").isEmpty();
            clock.advance(Duration.ofSeconds(1));
            assertThat(take(JobKind.TRANSCRIBE)).hasSize(1);
        }
        assertThat(jobs.fail(job.id(), claim(job), CRASH, false)).isTrue();

        JobAssert.assertThat(now(job)).isFailed(CRASH).hasAttempts(3);
    }

    @Test
    void a_permanent_failure_ends_the_job_at_once_and_a_person_can_have_it_tried_afresh() {
        Job job = enqueued();
        jobs.fail(job.id(), claim(job), CRASH, true);
        JobAssert.assertThat(now(job)).isFailed(CRASH);

        assertThat(jobs.requeue(TENANT, job.id()))
                .get()
                .satisfies(again -> assertThat(again.attempts()).isZero());
        assertThatThrownBy(() -> jobs.requeue(TENANT, job.id())).isInstanceOf(IllegalTransition.class);
        assertThat(jobs.complete(job.id(), claim(job), TRANSCRIPT, List.of())).isTrue();
    }

    @Test
    void a_job_handed_back_does_not_lose_an_attempt() {
        Job job = enqueued();
        jobs.handBack(job.id(), claim(job));
        JobAssert.assertThat(now(job)).isQueued().hasAttempts(0);
        claim(job);
        assertThat(jobs.attempts(job.id())).extracting(Attempt::number).containsExactly(1, 1);
    }

    @Test
    void cancelling_stops_a_waiting_job_at_once_and_a_running_one_by_its_heartbeat() {
        Job waiting = enqueued();
        jobs.requestCancel(TENANT, waiting.id());
        JobAssert.assertThat(now(waiting)).isCancelled();
        assertThat(take(JobKind.TRANSCRIBE)).isEmpty();

        Job running = enqueued();
        long token = claim(running);
        jobs.requestCancel(TENANT, running.id());
        assertThat(jobs.keep(running.id(), token, LEASE, 0, null)).isEqualTo(Jobs.Heartbeat.CANCEL_REQUESTED);
        assertThat(jobs.cancelled(running.id(), token)).isTrue();
        JobAssert.assertThat(now(running)).isCancelled();
    }

    @Test
    void another_tenants_jobs_and_calls_are_not_there() {
        Job job = enqueued();
        assertThat(jobs.find("rival", job.id())).isEmpty();
        assertThat(jobs.requestCancel("rival", job.id())).isEmpty();
        assertThat(jobs.requeue("rival", job.id())).isEmpty();
        assertThat(jobs.page("rival", null, null, null, null, 10)).isEmpty();
        assertThat(calls.find("rival", Objects.requireNonNull(job.callId()))).isEmpty();
    }

    @Test
    void lists_go_page_by_page_from_the_newest() {
        Job first = enqueued();
        clock.advance(Duration.ofSeconds(1));
        Job second = enqueued();
        assertThat(jobs.page(TENANT, null, null, null, null, 1))
                .extracting(Job::id)
                .containsExactly(second.id());
        assertThat(jobs.page(TENANT, null, null, null, second.id(), 10))
                .extracting(Job::id)
                .containsExactly(first.id());
        assertThat(jobs.queuePosition(second)).hasValue(1);
        assertThat(calls.page(TENANT, CallQuery.ALL, null, 10)).hasSize(2);
    }

    @Test
    void the_outbox_is_fair_between_tenants_and_holds_to_its_window() {
        for (int i = 0; i < 5; i++) {
            enqueued("busy");
        }
        Job other = enqueued("small");
        List<Outbox.Entry> taken = outbox.take(JobKind.TRANSCRIBE, 3, 10, LEASE);
        assertThat(taken).hasSize(3).extracting(Outbox.Entry::job).contains(other.id());
        outbox.sent(taken.stream().map(Outbox.Entry::id).toList(), 1);
        assertThat(outbox.take(JobKind.TRANSCRIBE, 3, 10, LEASE))
                .as("window full")
                .isEmpty();

        claim(other);
        assertThat(outbox.take(JobKind.TRANSCRIBE, 3, 10, LEASE)).hasSize(1);
    }

    @Test
    void what_a_wiped_broker_lost_is_due_again() {
        enqueued();
        enqueued();
        List<Long> ids = take(JobKind.TRANSCRIBE);
        outbox.sent(ids, 1);
        assertThat(outbox.resendMissing(JobKind.TRANSCRIBE, 0, LEASE))
                .as("too early")
                .isZero();
        clock.advance(LEASE);
        assertThat(outbox.resendMissing(JobKind.TRANSCRIBE, 2, LEASE))
                .as("all there")
                .isZero();
        assertThat(outbox.resendMissing(JobKind.TRANSCRIBE, 0, LEASE)).isEqualTo(2);
        assertThat(take(JobKind.TRANSCRIBE)).containsExactlyElementsOf(ids);
    }

    @Test
    void a_lost_message_of_several_jobs_is_one_message() {
        for (int i = 0; i < 5; i++) {
            enqueued();
        }
        List<Long> ids = take(JobKind.TRANSCRIBE);
        outbox.sent(ids.subList(0, 4), 2);
        clock.advance(Duration.ofSeconds(1));
        outbox.sent(ids.subList(4, 5), 2);
        clock.advance(LEASE);
        assertThat(outbox.resendMissing(JobKind.TRANSCRIBE, 3, LEASE))
                .as("three messages, five jobs")
                .isZero();
        assertThat(outbox.resendMissing(JobKind.TRANSCRIBE, 1, LEASE)).isEqualTo(4);
        assertThat(take(JobKind.TRANSCRIBE)).containsExactlyInAnyOrderElementsOf(ids.subList(0, 4));
    }

    @Test
    void an_entry_whose_relay_died_is_taken_again() {
        enqueued();
        assertThat(take(JobKind.TRANSCRIBE)).hasSize(1);
        assertThat(take(JobKind.TRANSCRIBE)).isEmpty();
        clock.advance(LEASE);
        assertThat(take(JobKind.TRANSCRIBE)).hasSize(1);
    }
}
