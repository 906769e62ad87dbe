package io.earmark.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.blob.BlobRef;
import io.earmark.call.SpokenAudio;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RetentionTest extends StoreFixture {

    private static final Duration LONG = Duration.ofDays(90);

    private final Retention retention = new JdbcRetention(jdbc);

    @Test
    void jobs_that_left_nothing_to_a_call_go_after_their_time() {
        Job failed = enqueued();
        jobs.fail(failed.id(), claim(failed), CRASH, true);
        Job cancelled = enqueued();
        jobs.requestCancel(TENANT, cancelled.id());
        Job spoken = spoken();
        Job succeeded = enqueued();
        jobs.complete(succeeded.id(), claim(succeeded), TRANSCRIPT, List.of());
        Job waiting = enqueued();

        assertThat(retention.removeJobs(ago(LONG), 10)).as("too early").isZero();
        clock.advance(LONG);
        clock.advance(Duration.ofSeconds(1));
        assertThat(retention.removeJobs(ago(LONG), 2)).as("a batch").isEqualTo(2);
        assertThat(retention.removeJobs(ago(LONG), 2)).isEqualTo(1);

        assertThat(List.of(failed, cancelled, spoken))
                .allSatisfy(gone -> assertThat(jobs.find(TENANT, gone.id())).isEmpty());
        assertThat(jobs.attempts(failed.id())).isEmpty();
        assertThat(jobs.referenced(List.of("00/speech")))
                .as("its audio is an orphan now")
                .isEmpty();
        assertThat(now(waiting).state()).isEqualTo(JobState.QUEUED);
        assertThat(jobs.result(succeeded.id(), io.earmark.call.Transcript.class))
                .isPresent();
    }

    @Test
    void a_call_goes_with_all_that_was_made_of_it_once_none_of_its_jobs_is_left_to_do() {
        Job transcription = enqueued();
        jobs.complete(transcription.id(), claim(transcription), TRANSCRIPT, List.of());
        clock.advance(LONG);
        clock.advance(Duration.ofSeconds(1));
        Job recent = enqueued();
        assertThat(retention.removeCalls(ago(LONG), clock.instant(), 10))
                .as("its COACH job waits")
                .isZero();

        Job coaching = jobs.page(TENANT, null, JobKind.COACH, transcription.callId(), null, 10)
                .get(0);
        jobs.requestCancel(TENANT, coaching.id());
        assertThat(retention.removeCalls(ago(LONG), clock.instant(), 10)).isEqualTo(1);

        assertThat(jobs.find(TENANT, transcription.id())).isEmpty();
        assertThat(jobs.find(TENANT, coaching.id())).isEmpty();
        assertThat(calls.find(Objects.requireNonNull(transcription.callId()))).isEmpty();
        assertThat(calls.find(Objects.requireNonNull(recent.callId()))).isPresent();
    }

    @Test
    void a_call_under_a_legal_hold_stays_and_a_tenant_may_want_its_calls_kept_for_less() {
        Job held = ended();
        Job other = ended();
        jdbc.sql("update call set held_at = now() where id = :id")
                .param("id", Objects.requireNonNull(held.callId()).value())
                .update();
        jdbc.sql("insert into tenant_retention values (:tenant, 30, now())")
                .param("tenant", TENANT)
                .update();
        clock.advance(Duration.ofDays(29));
        assertThat(retention.removeCalls(null, clock.instant(), 10)).isZero();
        clock.advance(Duration.ofDays(2));
        assertThat(retention.removeCalls(null, clock.instant(), 10)).isEqualTo(1);
        assertThat(calls.find(Objects.requireNonNull(held.callId()))).isPresent();
        assertThat(calls.find(Objects.requireNonNull(other.callId()))).isEmpty();
    }

    @Test
    void a_call_that_is_old_for_all_and_for_its_tenant_is_removed_and_counted_once() {
        jdbc.sql("insert into tenant_retention values (:tenant, 30, now())")
                .param("tenant", TENANT)
                .update();
        ended();
        ended();
        ended();
        clock.advance(LONG);
        clock.advance(Duration.ofSeconds(1));
        assertThat(retention.removeCalls(ago(LONG), clock.instant(), 2)).isEqualTo(2);
        assertThat(retention.removeCalls(ago(LONG), clock.instant(), 2)).isEqualTo(1);
    }

    private Job ended() {
        Job job = enqueued();
        jobs.requestCancel(TENANT, job.id());
        return job;
    }

    private Job spoken() {
        Job job = Job.queued(JobKind.SPEAK, TENANT, null, "{}", 3, clock.instant());
        jobs.enqueue(job);
        SpokenAudio audio = new SpokenAudio(new BlobRef("00/speech", "00", 1), "audio/wav", 1);
        jobs.complete(job.id(), claim(job), audio, List.of());
        return job;
    }

    private Instant ago(Duration time) {
        return clock.instant().minus(time);
    }

    /** What it left has no foreign key. */
    @Test
    void a_job_that_is_deleted_takes_along_all_that_it_left() {
        Job done = enqueued();
        jobs.complete(done.id(), claim(done), TRANSCRIPT, List.of());
        enqueued();
        Job kept = enqueued("another-tenant");
        jdbc.sql("delete from job where tenant = :tenant")
                .param("tenant", TENANT)
                .update();
        assertThat(left("attempt")).isEmpty();
        assertThat(left("result")).isEmpty();
        assertThat(left("outbox")).containsExactly(kept.id().value());
    }

    private List<UUID> left(String table) {
        return jdbc.sql("select job_id from " + table).query(UUID.class).list();
    }
}
