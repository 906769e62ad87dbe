package io.earmark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earmark.blob.BlobRef;
import io.earmark.call.AudioFormat;
import io.earmark.call.Call;
import io.earmark.call.CallId;
import io.earmark.call.CallMetadata;
import io.earmark.call.Transcript;
import io.earmark.job.IllegalTransition;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.job.Warning;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReuseTest extends StoreFixture {

    private static final Transcript BY_A_NEWER_MODEL =
            new Transcript(12.5, "en-US", new Transcript.Engine("vosk", "large", "0.3.45"), List.of(), List.of());

    @Test
    void the_same_recording_is_found_transcribed() {
        Job done = transcribed(call(TENANT, "aa", Map.of()), TRANSCRIPT);
        assertThat(jobs.transcriptLike(call(TENANT, "aa", Map.of("left", "agent"))))
                .as("told what would be supposed anyway")
                .get()
                .satisfies(found -> {
                    assertThat(found.job().id()).isEqualTo(done.id());
                    assertThat(found.transcript()).isEqualTo(TRANSCRIPT);
                });
    }

    @Test
    void another_recording_tenant_or_role_is_not_the_same() {
        transcribed(call(TENANT, "aa", Map.of()), TRANSCRIPT);
        assertThat(jobs.transcriptLike(call(TENANT, "bb", Map.of()))).isEmpty();
        assertThat(jobs.transcriptLike(call("rival", "aa", Map.of()))).isEmpty();
        assertThat(jobs.transcriptLike(call(TENANT, "aa", Map.of("left", "customer", "right", "agent"))))
                .isEmpty();
    }

    @Test
    void a_transcript_by_another_engine_than_is_in_use_is_not_reused() {
        transcribed(call(TENANT, "aa", Map.of()), TRANSCRIPT);
        clock.advance(Duration.ofSeconds(1));
        transcribed(call("rival", "cc", Map.of()), BY_A_NEWER_MODEL);
        assertThat(jobs.transcriptLike(call(TENANT, "aa", Map.of()))).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        transcribed(call(TENANT, "aa", Map.of()), BY_A_NEWER_MODEL);
        assertThat(jobs.transcriptLike(call(TENANT, "aa", Map.of())))
                .get()
                .satisfies(found -> assertThat(found.transcript()).isEqualTo(BY_A_NEWER_MODEL));
    }

    @Test
    void the_model_in_use_is_that_of_the_language_asked_for() {
        Job english = transcribed(call(TENANT, "aa", "en"), TRANSCRIPT);
        clock.advance(Duration.ofSeconds(1));
        transcribed(call("rival", "cc", "de"), BY_A_NEWER_MODEL);
        clock.advance(Duration.ofSeconds(1));
        Job unnamed = transcribed(call(TENANT, "aa", (String) null), BY_A_NEWER_MODEL);

        assertThat(jobs.transcriptLike(call(TENANT, "aa", "en")))
                .as("the German model is newer, and no reason to transcribe English anew")
                .get()
                .satisfies(found -> assertThat(found.job().id()).isEqualTo(english.id()));
        assertThat(jobs.transcriptLike(call(TENANT, "aa", (String) null)))
                .get()
                .satisfies(found -> assertThat(found.job().id()).isEqualTo(unnamed.id()));
        assertThat(jobs.transcriptLike(call(TENANT, "aa", "de"))).isEmpty();

        clock.advance(Duration.ofSeconds(1));
        transcribed(call("rival", "dd", "en"), BY_A_NEWER_MODEL);
        assertThat(jobs.transcriptLike(call(TENANT, "aa", "en")))
                .as("another model serves English since")
                .isEmpty();
        assertThat(jobs.transcriptLike(call(TENANT, "aa", (String) null))).isPresent();
    }

    @Test
    void what_has_not_succeeded_is_not_reused() {
        Call call = call(TENANT, "aa", Map.of());
        calls.insert(call);
        Job job = queued(call);
        jobs.enqueue(job);
        assertThat(jobs.transcriptLike(call(TENANT, "aa", Map.of()))).isEmpty();
        jobs.fail(job.id(), claim(job), CRASH, true);
        assertThat(jobs.transcriptLike(call(TENANT, "aa", Map.of()))).isEmpty();
    }

    @Test
    void a_job_that_is_born_done_has_its_result_and_its_next_stage_and_is_never_announced() {
        Call call = call(TENANT, "aa", Map.of());
        calls.insert(call);
        Job born = queued(call)
                .withPriority(7)
                .reusing(List.of(new Warning("transcript-reused", "It was.")), clock.instant());
        jobs.enqueueFinished(born, TRANSCRIPT);

        assertThat(now(born)).isEqualTo(born).satisfies(job -> {
            assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
            assertThat(job.attempts()).isZero();
            assertThat(job.progress()).isEqualTo(1);
        });
        assertThat(jobs.latest(call.id(), JobKind.TRANSCRIBE, Transcript.class)).contains(TRANSCRIPT);
        assertThat(take(JobKind.TRANSCRIBE)).isEmpty();
        assertThat(jobs.claim(born.id(), "w", LEASE)).isEmpty();
        assertThat(jobs.page(TENANT, null, JobKind.COACH, call.id(), null, 2))
                .extracting(Job::priority)
                .containsExactly(7);
        assertThat(take(JobKind.COACH)).hasSize(1);
    }

    @Test
    void only_a_job_that_nobody_began_is_born_done() {
        Job job = enqueued();
        claim(job);
        assertThatThrownBy(() -> now(job).reusing(List.of(), clock.instant())).isInstanceOf(IllegalTransition.class);
    }

    private Job transcribed(Call call, Transcript transcript) {
        calls.insert(call);
        Job job = queued(call);
        jobs.enqueue(job);
        jobs.complete(job.id(), claim(job), transcript, List.of());
        return job;
    }

    private Job queued(Call call) {
        return Job.queued(JobKind.TRANSCRIBE, call.tenant(), call.id(), "{}", 3, clock.instant());
    }

    private Call call(String tenant, String sha256, Map<String, String> channels) {
        return call(tenant, sha256, new CallMetadata(null, null, null, List.of(), channels, null, Map.of()));
    }

    private Call call(String tenant, String sha256, @Nullable String language) {
        return call(
                tenant,
                sha256,
                new CallMetadata(null, null, null, List.of(), Map.of(), null, Map.of(), List.of(), language));
    }

    private Call call(String tenant, String sha256, CallMetadata metadata) {
        return new Call(
                CallId.random(),
                tenant,
                new BlobRef("aa/" + UUID.randomUUID(), sha256, 1),
                new AudioFormat("wav", "pcm_s16le", 12.5, 2, 16_000),
                metadata,
                clock.instant());
    }
}
