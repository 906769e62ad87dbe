package io.earmark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earmark.call.Coaching;
import io.earmark.call.Metrics;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventsTest extends StoreFixture {

    private final UUID endpoint = endpoint("ENDPOINT", "https://example.com/hook", "{}");

    private UUID endpoint(String kind, String url, String types) {
        UUID id = UUID.randomUUID();
        jdbc.sql("""
                        insert into webhook_endpoint (id, tenant, kind, url, types, payload, state, created_at)
                        values (:id, :tenant, :kind, :url, cast(:types as text[]), 'THIN', 'ENABLED', now())
                        """)
                .param("id", id)
                .param("tenant", TENANT)
                .param("kind", kind)
                .param("url", url)
                .param("types", types)
                .update();
        return id;
    }

    private List<String> told(UUID endpoint) {
        return jdbc.sql("""
                        select event.type from webhook_delivery join event on event.id = event_id
                        where endpoint_id = :id order by number
                        """).param("id", endpoint).query(String.class).list();
    }

    private long events() {
        return jdbc.sql("select count(*) from event").query(Long.class).single();
    }

    @Test
    void each_end_of_a_job_is_told_once() {
        Job job = enqueued();
        long token = claim(job);
        assertThat(events()).as("a beginning is no event").isZero();
        jobs.complete(job.id(), token, TRANSCRIPT, List.of());
        jobs.complete(job.id(), token, TRANSCRIPT, List.of());
        jobs.fail(job.id(), token, CRASH, true);
        assertThat(told(endpoint)).containsExactly("call.transcribed");
    }

    @Test
    void of_results_that_are_written_together_each_is_told_to_whom_it_concerns_and_all_go_on() {
        Job heard = enqueued();
        Job unheard = enqueued("another-tenant");
        List<Jobs.Success> ends = Stream.of(heard, unheard)
                .map(job -> new Jobs.Success(job.id(), claim(job), TRANSCRIPT, List.of()))
                .toList();
        assertThat(jobs.completeTogether(ends)).containsExactlyInAnyOrder(heard.id(), unheard.id());
        assertThat(told(endpoint)).containsExactly("call.transcribed");
        assertThat(events()).isEqualTo(1);
        assertThat(jobs.counts()).containsExactly(new Jobs.Count(JobKind.COACH, JobState.QUEUED, 2));
    }

    @Test
    void what_is_rolled_back_did_not_happen() {
        Job job = enqueued();
        long token = claim(job);
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    jobs.complete(job.id(), token, TRANSCRIPT, List.of());
                    assertThat(told(endpoint)).containsExactly("call.transcribed");
                    throw new IllegalStateException("the connection is cut");
                }))
                .hasMessage("the connection is cut");
        assertThat(events()).isZero();
        assertThat(now(job).state().isTerminal()).isFalse();
    }

    @Test
    void a_failure_is_told_when_it_is_the_last_and_with_its_reason() {
        Job job = enqueued();
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(events()).isZero();
            jobs.fail(job.id(), claim(job), CRASH, false);
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(told(endpoint)).containsExactly("job.failed");
        assertThat(jdbc.sql("select detail from event").query(String.class).single())
                .contains("\"type\": \"crash\"", "\"attempts\": 3", "\"kind\": \"TRANSCRIBE\"");
    }

    @Test
    void a_lost_worker_may_be_the_end_too() {
        Job job = Job.queued(JobKind.SPEAK, TENANT, null, "{}", 1, clock.instant());
        jobs.enqueue(job);
        claim(job);
        clock.advance(LEASE);
        jobs.reap();
        assertThat(told(endpoint)).containsExactly("job.failed");
    }

    @Test
    void a_cancelled_job_is_told_whether_it_waited_or_ran() {
        Job waiting = enqueued();
        jobs.requestCancel(TENANT, waiting.id());
        jobs.requestCancel(TENANT, waiting.id());
        Job running = enqueued();
        long token = claim(running);
        jobs.requestCancel(TENANT, running.id());
        assertThat(told(endpoint)).containsExactly("job.cancelled");
        jobs.complete(running.id(), token, TRANSCRIPT, List.of());
        assertThat(told(endpoint)).containsExactly("job.cancelled", "job.cancelled");
    }

    @Test
    void an_endpoint_hears_of_the_types_that_it_asked_for() {
        UUID coached = endpoint("ENDPOINT", "https://example.com/coached", "{call.coached}");
        UUID disabled = endpoint("ENDPOINT", "https://example.com/gone", "{}");
        jdbc.sql("update webhook_endpoint set state = 'DISABLED' where id = :id")
                .param("id", disabled)
                .update();
        Job job = enqueued();
        jobs.complete(job.id(), claim(job), TRANSCRIPT, List.of());
        Job coach =
                jobs.page(TENANT, null, JobKind.COACH, job.callId(), null, 1).get(0);
        jobs.complete(coach.id(), claim(coach), new Coaching(List.of(), metrics(), List.of()), List.of());
        assertThat(told(endpoint)).containsExactly("call.transcribed", "call.coached");
        assertThat(told(coached)).containsExactly("call.coached");
        assertThat(told(disabled)).isEmpty();
    }

    private static Metrics metrics() {
        return new Metrics(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), 0, 0, 0, 0, Map.of());
    }

    @Test
    void a_callback_hears_of_its_own_call_through_all_stages_and_of_no_other() {
        jdbc.sql("delete from webhook_endpoint").update();
        UUID callback = endpoint("CALLBACK", "https://example.com/callback", "{}");
        Job job = enqueued();
        Job other = enqueued();
        jdbc.sql("insert into webhook_callback (endpoint_id, call_id) values (:id, :call)")
                .param("id", callback)
                .param("call", Objects.requireNonNull(job.callId()).value())
                .update();
        jobs.complete(other.id(), claim(other), TRANSCRIPT, List.of());
        assertThat(events()).isZero();
        jobs.complete(job.id(), claim(job), TRANSCRIPT, List.of());
        Job coach =
                jobs.page(TENANT, null, JobKind.COACH, job.callId(), null, 1).get(0);
        jobs.requestCancel(TENANT, coach.id());
        assertThat(told(callback)).containsExactly("call.transcribed", "job.cancelled");
        Job replay = Job.queued(JobKind.REPLAY, TENANT, job.callId(), "{}", 3, clock.instant());
        jobs.enqueue(replay);
        jobs.requestCancel(TENANT, replay.id());
        assertThat(told(callback)).as("a replay is a submission of its own").hasSize(2);
    }

    @Test
    void a_transcript_that_is_used_again_is_told_too() {
        Job like = enqueued();
        Job done = Job.queued(JobKind.TRANSCRIBE, TENANT, like.callId(), "{}", 3, clock.instant())
                .reusing(List.of(), clock.instant());
        jobs.enqueueFinished(done, TRANSCRIPT);
        assertThat(told(endpoint)).containsExactly("call.transcribed");
    }

    @Test
    void where_nobody_asked_nothing_is_written() {
        Job job = enqueued("another-tenant");
        jobs.complete(job.id(), claim(job), TRANSCRIPT, List.of());
        assertThat(events()).isZero();
    }

    @Test
    void a_call_that_is_deleted_takes_its_events_along() {
        Job job = Job.queued(JobKind.SPEAK, TENANT, null, "{}", 1, clock.instant());
        jobs.enqueue(job);
        jobs.requestCancel(TENANT, job.id());
        assertThat(told(endpoint)).hasSize(1);
        jdbc.sql("delete from job where id = :id").param("id", job.id().value()).update();
        assertThat(told(endpoint)).isEmpty();
        assertThat(events()).isZero();
    }
}
