package io.earmark.faults.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.faults.check.Breach.Kind;
import io.earmark.faults.check.Snapshot.AttemptRow;
import io.earmark.faults.check.Snapshot.CallRow;
import io.earmark.faults.check.Snapshot.JobRow;
import io.earmark.faults.check.Snapshot.ResultRow;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Made-up histories: a sound one, and one for each promise that can be broken. */
class CheckerTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String POISON = "poison";

    private final Accepted call = new Accepted(0, "t", "call-1", false);
    private final Accepted speech = new Accepted(1, "s", null, false);
    private final JobRow transcription = job("t", JobKind.TRANSCRIBE, JobState.SUCCEEDED, "call-1", 0);
    private final JobRow coaching = job("c", JobKind.COACH, JobState.SUCCEEDED, "call-1", 10);
    private final JobRow speaking = job("s", JobKind.SPEAK, JobState.SUCCEEDED, null, 0);

    private List<Accepted> accepted = List.of(call, speech);
    private List<JobRow> jobs = List.of(transcription, coaching, speaking);
    private List<AttemptRow> attempts = List.of(won("t", 1, 0), won("c", 2, 10), won("s", 3, 0));
    private List<ResultRow> results =
            List.of(new ResultRow("t", null), new ResultRow("c", null), new ResultRow("s", "spoken"));
    private List<CallRow> calls = List.of(new CallRow("call-1", "recorded"));
    private List<String> outbox = List.of();
    private Set<String> blobs = Set.of("recorded", "spoken");
    private Map<String, Long> queues = Map.of("earmark.speak", 0L);
    private List<String> deadLetters = List.of(POISON);
    private Map<String, List<JobState>> observed = Map.of();
    private Map<String, List<Long>> completed = Map.of("s", List.of(3L));

    private static JobRow job(String id, JobKind kind, JobState state, @Nullable String call, int second) {
        Instant begun = START.plusSeconds(second);
        return new JobRow(
                id, kind, state, call, 1, 3, begun, begun, state.isTerminal() ? begun.plusSeconds(5) : null, null);
    }

    private static AttemptRow won(String job, long token, int second) {
        return attempt(job, token, second, "SUCCEEDED");
    }

    private static AttemptRow attempt(String job, long token, int second, @Nullable String outcome) {
        Instant begun = START.plusSeconds(second);
        return new AttemptRow(job, token, begun, outcome == null ? null : begun.plusSeconds(5), outcome);
    }

    private JobRow speaking(JobState state, int tries, @Nullable String failure) {
        return new JobRow("s", JobKind.SPEAK, state, null, tries, 3, START, START, START.plusSeconds(5), failure);
    }

    private List<Breach> check() {
        return Checker.check(
                new History(accepted, observed, completed, POISON),
                new Snapshot(jobs, attempts, results, calls, outbox, blobs, queues, deadLetters));
    }

    private void finds(Kind kind, String words) {
        assertThat(check()).anySatisfy(breach -> {
            assertThat(breach.kind()).isEqualTo(kind);
            assertThat(breach.what()).contains(words);
        });
    }

    @Test
    void a_sound_history_passes() {
        assertThat(check()).isEmpty();
    }

    @Test
    void a_job_that_is_not_there_is_lost() {
        jobs = List.of(transcription, coaching);
        finds(Kind.LOST, "was accepted and is not there");
    }

    @Test
    void a_job_without_its_result_is_lost() {
        results = List.of(new ResultRow("t", null), new ResultRow("c", null));
        finds(Kind.LOST, "has no result");
    }

    @Test
    void a_call_that_nobody_coaches_is_lost() {
        jobs = List.of(transcription, speaking);
        finds(Kind.LOST, "no COACH job follows");
    }

    @Test
    void a_second_job_for_one_submission_is_a_duplicate() {
        accepted = List.of(call);
        finds(Kind.DUPLICATED, "for no accepted submission");
    }

    @Test
    void a_second_coaching_is_a_duplicate() {
        jobs = List.of(transcription, coaching, job("c2", JobKind.COACH, JobState.SUCCEEDED, "call-1", 20), speaking);
        finds(Kind.DUPLICATED, "followed by 2 COACH jobs");
    }

    @Test
    void a_coaching_of_a_call_that_was_not_transcribed_is_too_many() {
        jobs = List.of(job("t", JobKind.TRANSCRIBE, JobState.FAILED, "call-1", 0), coaching, speaking);
        finds(Kind.DUPLICATED, "is FAILED and is followed by 1 COACH jobs");
    }

    @Test
    void a_job_that_leaves_its_end_state_was_done_twice() {
        observed = Map.of("s", List.of(JobState.RUNNING, JobState.SUCCEEDED, JobState.RUNNING));
        finds(Kind.DUPLICATED, "had ended as SUCCEEDED and then was RUNNING");
    }

    @Test
    void two_accepted_results_are_one_too_many() {
        completed = Map.of("s", List.of(3L, 4L));
        finds(Kind.DUPLICATED, "had 2 results accepted");
    }

    @Test
    void a_result_from_who_lost_the_lease_is_found() {
        attempts = List.of(won("t", 1, 0), won("c", 2, 10), attempt("s", 3, 0, "LOST"), won("s", 4, 6));
        jobs = List.of(transcription, coaching, speaking(JobState.SUCCEEDED, 2, null));
        finds(Kind.DUPLICATED, "from attempt 3, which had lost its lease");
    }

    @Test
    void who_completes_a_job_that_was_being_cancelled_had_not_lost_it() {
        accepted = List.of(call, new Accepted(1, "s", null, true));
        jobs = List.of(transcription, coaching, speaking(JobState.CANCELLED, 1, null));
        attempts = List.of(won("t", 1, 0), won("c", 2, 10), attempt("s", 3, 0, "CANCELLED"));
        results = List.of(new ResultRow("t", null), new ResultRow("c", null));
        blobs = Set.of("recorded");
        assertThat(check()).isEmpty();
    }

    @Test
    void a_result_of_a_cancelled_job_is_found() {
        accepted = List.of(call, new Accepted(1, "s", null, true));
        jobs = List.of(transcription, coaching, speaking(JobState.CANCELLED, 1, null));
        attempts = List.of(won("t", 1, 0), won("c", 2, 10), attempt("s", 3, 0, "CANCELLED"));
        finds(Kind.CORRUPT, "is CANCELLED and has a result");
    }

    @Test
    void a_claim_while_another_holds_the_job_is_found() {
        attempts = List.of(won("t", 1, 0), won("c", 2, 10), attempt("s", 3, 0, null), won("s", 4, 1));
        jobs = List.of(transcription, coaching, speaking(JobState.SUCCEEDED, 2, null));
        finds(Kind.DUPLICATED, "was claimed while attempt 3 held it");
    }

    @Test
    void two_attempts_at_the_same_time_are_found() {
        attempts = List.of(won("t", 1, 0), won("c", 2, 10), attempt("s", 3, 0, "FAILED"), won("s", 4, 1));
        jobs = List.of(transcription, coaching, speaking(JobState.SUCCEEDED, 2, null));
        finds(Kind.DUPLICATED, "two attempts at the same time");
    }

    @Test
    void a_job_that_waits_for_ever_is_stuck() {
        jobs = List.of(transcription, coaching, job("s", JobKind.SPEAK, JobState.QUEUED, null, 0));
        finds(Kind.STUCK, "is QUEUED");
    }

    @Test
    void an_announcement_that_nobody_claims_is_stuck() {
        outbox = List.of("s");
        finds(Kind.STUCK, "still in the outbox");
    }

    @Test
    void a_message_left_in_a_queue_is_stuck() {
        queues = Map.of("earmark.speak", 2L);
        finds(Kind.STUCK, "still holds 2 messages");
    }

    @Test
    void a_dead_letter_of_a_real_job_is_found() {
        deadLetters = List.of(POISON, "{\"id\":\"s\"}");
        finds(Kind.CORRUPT, "nobody sent it as poison");
    }

    @Test
    void a_failure_that_no_fault_explains_is_found() {
        jobs = List.of(transcription, coaching, speaking(JobState.FAILED, 3, "voice-unknown"));
        results = List.of(new ResultRow("t", null), new ResultRow("c", null));
        finds(Kind.CORRUPT, "which no fault explains");
    }

    @Test
    void a_failure_before_the_last_attempt_is_found() {
        jobs = List.of(transcription, coaching, speaking(JobState.FAILED, 2, "worker-lost"));
        finds(Kind.CORRUPT, "is FAILED after 2 of 3 attempts");
    }

    @Test
    void too_many_attempts_are_found() {
        jobs = List.of(transcription, coaching, speaking(JobState.SUCCEEDED, 4, null));
        finds(Kind.CORRUPT, "had 4 attempts of 3");
    }

    @Test
    void attempts_that_are_not_on_record_are_found() {
        jobs = List.of(transcription, coaching, speaking(JobState.SUCCEEDED, 2, null));
        finds(Kind.CORRUPT, "says 2 attempts, and 1 are on record");
    }

    @Test
    void an_attempt_that_was_handed_back_does_not_count() {
        attempts = List.of(won("t", 1, 0), won("c", 2, 10), attempt("s", 3, 0, "HANDED_BACK"), won("s", 4, 6));
        completed = Map.of("s", List.of(4L));
        assertThat(check()).isEmpty();
    }

    @Test
    void a_coaching_before_its_transcript_is_found() {
        jobs = List.of(transcription, job("c", JobKind.COACH, JobState.SUCCEEDED, "call-1", 2), speaking);
        finds(Kind.CORRUPT, "began before the transcription of its call ended");
    }

    @Test
    void a_cancelling_that_nobody_asked_for_is_found() {
        jobs = List.of(transcription, coaching, speaking(JobState.CANCELLED, 1, null));
        finds(Kind.CORRUPT, "nobody asked for that");
    }

    @Test
    void a_missing_blob_is_found() {
        blobs = Set.of("recorded");
        finds(Kind.CORRUPT, "is wanted and not there");
    }

    @Test
    void a_blob_that_nothing_points_at_is_found() {
        blobs = Set.of("recorded", "spoken", "forgotten");
        finds(Kind.CORRUPT, "nothing points at it");
    }

    @Test
    void a_call_of_a_refused_submission_is_found() {
        calls = List.of(new CallRow("call-1", "recorded"), new CallRow("call-2", "refused"));
        finds(Kind.CORRUPT, "left of a submission that was never accepted");
    }
}
