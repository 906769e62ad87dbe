package io.earmark.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.call.Transcript;
import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A newer version runs beside this one, on the same database: what it writes must not stop what this one does. */
class TwoVersionsTest extends StoreFixture {

    private static final String JOB_OF_A_NEW_KIND = """
            with made as (
            insert into job (id, kind, state, tenant, priority, request, progress, attempts, max_attempts, created_at,
                             not_before, cancel_requested, warnings, lease_token, lease_worker, lease_until)
            values (:id, 'DANCE', 'RUNNING', :tenant, 5, '{}', 0, 1, 5, now(), now(), false, '[]', 1, 'new-worker',
                    now() - interval '100 years')
            returning *
            )
            insert into attempt (job_id, token, number, worker, started_at)
            select id, lease_token, attempts, lease_worker, created_at from made
            """;

    private final UUID dance = UUID.randomUUID();

    private void dance() {
        jdbc.sql(JOB_OF_A_NEW_KIND).param("id", dance).param("tenant", TENANT).update();
    }

    @Test
    void jobs_of_a_new_kind_are_left_to_the_newer_version() {
        dance();
        Job ours = enqueued();
        claim(ours);
        clock.advance(LEASE);
        assertThat(jobs.reap()).as("ours, for all that").isEqualTo(1);
        assertThat(now(ours).state()).isEqualTo(JobState.RETRYING);
        assertThat(jobs.find(TENANT, new JobId(dance))).isEmpty();
        assertThat(jobs.page(TENANT, null, null, null, null, 10))
                .extracting(Job::id)
                .containsExactly(ours.id());
        assertThat(jobs.counts()).extracting(Jobs.Count::kind).containsOnly(JobKind.TRANSCRIBE);
        assertThat(jobs.announceAgain(new JobId(dance))).isEmpty();
        jdbc.sql("insert into paused_kind (kind, paused_at, paused_by) values ('DANCE', now(), 'new')")
                .update();
        assertThat(kinds.paused()).isEmpty();
    }

    @Test
    void fields_that_a_newer_version_added_are_passed_over() {
        Job job = enqueued();
        jobs.complete(job.id(), claim(job), TRANSCRIPT, List.of());
        jdbc.sql("update result set body = jsonb_set(body, '{mood}', '{\"of\":[1]}') where job_id = :id")
                .param("id", job.id().value())
                .update();
        jdbc.sql("update call set metadata = jsonb_set(metadata, '{weather}', '\"fair\"')")
                .update();
        jdbc.sql("alter table job add column dancer text").update();
        assertThat(jobs.result(job.id(), Transcript.class)).contains(TRANSCRIPT);
        assertThat(calls.page(TENANT, CallQuery.ALL, null, 10)).hasSize(1);
        assertThat(now(job).state()).isEqualTo(JobState.SUCCEEDED);
        Job next = enqueued();
        assertThat(jobs.claim(next.id(), "w", LEASE)).isPresent();
    }
}
