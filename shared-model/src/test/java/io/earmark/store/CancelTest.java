package io.earmark.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.job.Attempt;
import io.earmark.job.Job;
import io.earmark.job.JobAssert;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CancelTest extends StoreFixture {

    @Test
    void a_job_that_waits_for_its_next_attempt_is_cancelled_at_once() {
        Job job = enqueued();
        jobs.fail(job.id(), claim(job), CRASH, false);
        assertThat(jobs.requestCancel(TENANT, job.id()))
                .get()
                .satisfies(cancelled -> assertThat(cancelled.state()).isEqualTo(JobState.CANCELLED));
        clock.advance(Duration.ofSeconds(1));
        assertThat(take(JobKind.TRANSCRIBE)).isEmpty();
        assertThat(outboxEntries()).isZero();
        assertThat(jobs.claim(job.id(), "w", LEASE)).isEmpty();
    }

    @Test
    void a_message_that_is_with_the_broker_finds_nothing_to_claim() {
        Job job = enqueued();
        outbox.sent(take(JobKind.TRANSCRIBE), 1);
        jobs.requestCancel(TENANT, job.id());
        assertThat(outboxEntries()).isZero();
        assertThat(jobs.claim(job.id(), "w", LEASE)).isEmpty();
        JobAssert.assertThat(now(job)).isCancelled();
    }

    /** What the worker does before it hears of the wish, in its next heartbeat. */
    static List<Arguments> ends() {
        BiConsumer<CancelTest, Job> completes =
                (test, job) -> test.jobs.complete(job.id(), test.token(job), TRANSCRIPT, List.of());
        BiConsumer<CancelTest, Job> fails = (test, job) -> test.jobs.fail(job.id(), test.token(job), CRASH, false);
        BiConsumer<CancelTest, Job> failsForGood =
                (test, job) -> test.jobs.fail(job.id(), test.token(job), CRASH, true);
        BiConsumer<CancelTest, Job> handsBack = (test, job) -> test.jobs.handBack(job.id(), test.token(job));
        BiConsumer<CancelTest, Job> dies = (test, job) -> {
            test.clock.advance(LEASE);
            test.jobs.reap();
        };
        return List.of(
                Arguments.of("completes", completes),
                Arguments.of("fails", fails),
                Arguments.of("fails for good", failsForGood),
                Arguments.of("hands back", handsBack),
                Arguments.of("dies", dies));
    }

    @ParameterizedTest(name = "the worker {0}")
    @MethodSource("ends")
    void a_running_job_that_was_asked_to_stop_ends_cancelled_however_its_attempt_ends(
            String how, BiConsumer<CancelTest, Job> end) {
        Job job = enqueued();
        claim(job);
        jobs.requestCancel(TENANT, job.id());
        end.accept(this, job);

        JobAssert.assertThat(now(job)).isCancelled();
        assertThat(jobs.result(job.id(), io.earmark.call.Transcript.class)).isEmpty();
        assertThat(jobs.page(TENANT, null, JobKind.COACH, null, null, 1))
                .as("COACH is never started")
                .isEmpty();
        assertThat(outboxEntries()).isZero();
        assertThat(jobs.attempts(job.id()))
                .extracting(Attempt::outcome)
                .containsExactly(how.equals("dies") ? Attempt.Outcome.LOST : Attempt.Outcome.CANCELLED);
    }

    @Test
    void a_failed_job_that_is_tried_afresh_keeps_its_history_and_its_priority() {
        Job job = Job.queued(JobKind.SPEAK, TENANT, null, "{}", 1, clock.instant())
                .withPriority(8);
        jobs.enqueue(job);
        jobs.fail(job.id(), claim(job), CRASH, false);
        assertThat(now(job).state()).isEqualTo(JobState.FAILED);
        assertThat(outboxEntries()).isZero();

        clock.advance(Duration.ofMinutes(5));
        jobs.requeue(TENANT, job.id());
        assertThat(jdbc.sql("select priority from outbox where job_id = :id")
                        .param("id", job.id().value())
                        .query(Integer.class)
                        .single())
                .isEqualTo(8);
        jobs.fail(job.id(), claim(job), CRASH, false);
        assertThat(now(job).state())
                .as("the limit holds for the second round too")
                .isEqualTo(JobState.FAILED);
        assertThat(jobs.attempts(job.id())).extracting(Attempt::number).containsExactly(1, 1);
        assertThat(now(job).createdAt()).isEqualTo(job.createdAt());
    }

    @Test
    void a_lost_attempt_counts_and_the_last_one_ends_the_job() {
        Job job = enqueued();
        for (int attempt = 1; attempt <= 3; attempt++) {
            claim(job);
            clock.advance(LEASE);
            assertThat(jobs.reap()).isEqualTo(1);
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(now(job).state()).isEqualTo(JobState.FAILED);
        assertThat(now(job).failure())
                .satisfies(failure -> assertThat(failure.type()).isEqualTo("worker-lost"));
        assertThat(jobs.attempts(job.id()))
                .extracting(Attempt::number, Attempt::worker, Attempt::outcome)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1, "worker-1", Attempt.Outcome.LOST),
                        org.assertj.core.groups.Tuple.tuple(2, "worker-1", Attempt.Outcome.LOST),
                        org.assertj.core.groups.Tuple.tuple(3, "worker-1", Attempt.Outcome.LOST));
    }
}
