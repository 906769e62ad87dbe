package io.earmark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earmark.job.IllegalTransition;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest extends StoreFixture {

    @Test
    void the_higher_priority_goes_first_whoever_came_first() {
        Job usual = queued(5, clock.instant());
        Job batch = queued(2, clock.instant());
        clock.advance(Duration.ofSeconds(1));
        Job urgent = queued(9, clock.instant());
        assertThat(next()).isEqualTo(urgent.id());
        assertThat(next()).isEqualTo(usual.id());
        assertThat(next()).isEqualTo(batch.id());
    }

    /** However much of it waits, and however long it has waited. */
    @Test
    void batch_work_never_keeps_a_single_submission_waiting() {
        for (int i = 0; i < 2_000; i++) {
            queued(2, clock.instant());
        }
        clock.advance(Duration.ofHours(1));
        Job single = queued(Job.DEFAULT_PRIORITY, clock.instant());
        assertThat(next()).isEqualTo(single.id());
    }

    @Test
    void a_job_waits_for_its_time() {
        Job later = queued(9, clock.instant().plusSeconds(60));
        assertThat(take(JobKind.SPEAK)).isEmpty();
        assertThat(jobs.claim(later.id(), "w", LEASE)).isEmpty();
        clock.advance(Duration.ofSeconds(60));
        assertThat(take(JobKind.SPEAK)).hasSize(1);
        assertThat(jobs.claim(later.id(), "w", LEASE)).isPresent();
    }

    @Test
    void a_waiting_job_is_put_off_even_when_its_message_is_with_the_broker() {
        Job job = queued(5, clock.instant());
        outbox.sent(take(JobKind.SPEAK), 1);
        Instant later = clock.instant().plusSeconds(60);
        assertThat(jobs.reschedule(TENANT, job.id(), null, later)).get().satisfies(changed -> {
            assertThat(changed.notBefore()).isEqualTo(later);
            assertThat(changed.priority()).isEqualTo(5);
        });
        assertThat(jobs.claim(job.id(), "w", LEASE)).as("by its old message").isEmpty();
        assertThat(take(JobKind.SPEAK)).isEmpty();
        clock.advance(Duration.ofSeconds(60));
        assertThat(take(JobKind.SPEAK)).hasSize(1);
        assertThat(jobs.claim(job.id(), "w", LEASE)).isPresent();
    }

    @Test
    void a_waiting_job_overtakes_with_a_higher_priority_and_keeps_it() {
        queued(5, clock.instant());
        Job job = queued(5, clock.instant());
        jobs.reschedule(TENANT, job.id(), 7, null);
        assertThat(now(job).priority()).isEqualTo(7);
        assertThat(next()).isEqualTo(job.id());
    }

    @Test
    void the_next_stage_has_the_priority_that_its_call_has_by_then() {
        Job job = enqueued();
        jobs.reschedule(TENANT, job.id(), 8, null);
        jobs.complete(job.id(), claim(job), TRANSCRIPT, List.of());
        assertThat(jobs.page(TENANT, null, JobKind.COACH, null, null, 1))
                .extracting(Job::priority)
                .containsExactly(8);
    }

    @Test
    void a_retry_can_be_had_at_once() {
        Job job = queued(5, clock.instant());
        jobs.fail(job.id(), claim(job), CRASH, false);
        assertThat(take(JobKind.SPEAK)).isEmpty();
        jobs.reschedule(TENANT, job.id(), null, clock.instant());
        assertThat(take(JobKind.SPEAK)).hasSize(1);
        assertThat(jobs.claim(job.id(), "w", LEASE)).isPresent();
    }

    @Test
    void what_does_not_wait_keeps_its_turn() {
        Job job = queued(5, clock.instant());
        claim(job);
        assertThatThrownBy(() -> jobs.reschedule(TENANT, job.id(), 7, null))
                .isInstanceOf(IllegalTransition.class)
                .hasMessageContaining("RUNNING");
        jobs.fail(job.id(), token(job), CRASH, true);
        assertThatThrownBy(() -> jobs.reschedule(TENANT, job.id(), 7, null)).isInstanceOf(IllegalTransition.class);
        assertThat(outboxEntries()).isZero();
        assertThat(jobs.reschedule("rival", job.id(), 7, null)).isEmpty();
        assertThatThrownBy(() -> job.withPriority(10)).isInstanceOf(IllegalArgumentException.class);
    }

    private Job queued(int priority, Instant notBefore) {
        Job job = Job.queued(JobKind.SPEAK, TENANT, null, "{}", 3, clock.instant())
                .scheduled(priority, notBefore);
        jobs.enqueue(job);
        return job;
    }

    private io.earmark.job.JobId next() {
        return outbox.take(JobKind.SPEAK, 100_000, 1, LEASE).get(0).job();
    }
}
