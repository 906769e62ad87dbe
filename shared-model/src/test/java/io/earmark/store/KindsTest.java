package io.earmark.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.job.Job;
import io.earmark.job.JobAssert;
import io.earmark.job.JobKind;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

class KindsTest extends StoreFixture {

    @Test
    void of_a_paused_kind_nothing_is_announced_and_of_the_others_everything() {
        enqueued();
        Job speech = Job.queued(JobKind.SPEAK, TENANT, null, "{}", 3, clock.instant());
        jobs.enqueue(speech);
        kinds.pause(JobKind.TRANSCRIBE, "ops");

        assertThat(take(JobKind.TRANSCRIBE)).isEmpty();
        assertThat(take(JobKind.SPEAK)).hasSize(1);
        kinds.resume(JobKind.TRANSCRIBE);
        assertThat(take(JobKind.TRANSCRIBE)).hasSize(1);
    }

    @Test
    void a_message_of_a_paused_kind_is_refused_and_its_job_announced_anew() {
        Job job = enqueued();
        outbox.sent(take(JobKind.TRANSCRIBE), 1);
        kinds.pause(JobKind.TRANSCRIBE, "ops");

        assertThat(jobs.claim(job.id(), "w", LEASE)).isEmpty();
        JobAssert.assertThat(now(job)).isQueued().hasAttempts(0);
        kinds.resume(JobKind.TRANSCRIBE);
        assertThat(take(JobKind.TRANSCRIBE)).as("not lost").hasSize(1);
        assertThat(jobs.claim(job.id(), "w", LEASE)).isPresent();
    }

    /** The worker may be quicker than the relay, which has yet to hear that the broker has the message. */
    @Test
    void a_relay_that_is_just_sending_does_not_mark_what_a_worker_refused() {
        Job job = enqueued();
        List<Long> onTheWay = take(JobKind.TRANSCRIBE);
        kinds.pause(JobKind.TRANSCRIBE, "ops");
        assertThat(jobs.claim(job.id(), "w", LEASE)).isEmpty();
        outbox.sent(onTheWay, 1);
        kinds.resume(JobKind.TRANSCRIBE);
        assertThat(take(JobKind.TRANSCRIBE)).isEqualTo(onTheWay);
    }

    @Test
    void what_runs_runs_on_and_its_next_stage_waits() {
        Job job = enqueued();
        long token = claim(job);
        kinds.pause(JobKind.TRANSCRIBE, "ops");
        kinds.pause(JobKind.COACH, "ops");
        assertThat(jobs.keep(job.id(), token, LEASE, 0.5, null)).isEqualTo(Jobs.Heartbeat.KEPT);
        assertThat(jobs.complete(job.id(), token, TRANSCRIPT, List.of())).isTrue();
        assertThat(take(JobKind.COACH)).isEmpty();
    }

    @Test
    void resuming_wakes_the_relays() throws Exception {
        kinds.pause(JobKind.REPLAY, "ops");
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("listen earmark_outbox");
            kinds.resume(JobKind.REPLAY);
            PGNotification[] heard = connection.unwrap(PGConnection.class).getNotifications((int) LEASE.toMillis());
            assertThat(heard)
                    .singleElement()
                    .satisfies(one -> assertThat(one.getParameter()).isEqualTo("REPLAY"));
        }
    }

    @Test
    void a_pause_is_kept_with_its_first_reason_whoever_asks_again() {
        kinds.pause(JobKind.SPEAK, "ops");
        Kinds.Pause first = kinds.paused().get(JobKind.SPEAK);
        clock.advance(Duration.ofMinutes(1));
        kinds.pause(JobKind.SPEAK, "other");
        Kinds afterRestart = new JdbcKinds(jdbc, transaction, clock);
        assertThat(afterRestart.paused()).containsOnlyKeys(JobKind.SPEAK).containsValue(first);
        afterRestart.resume(JobKind.SPEAK);
        afterRestart.resume(JobKind.SPEAK);
        assertThat(kinds.paused()).isEmpty();
    }
}
