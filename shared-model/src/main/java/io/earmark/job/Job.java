package io.earmark.job;

import io.earmark.call.CallId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work and where it stands. Immutable: each verb gives the job as it is afterwards, and refuses what its
 * state does not allow.
 *
 * @param tenant          who owns it
 * @param priority        0 to 9; the higher goes first
 * @param callId          the call that it is about; null for SPEAK
 * @param request         what was asked for, as JSON
 * @param progress        0 to 1
 * @param stage           what is being done, in a word or two
 * @param attempts        tries begun, counted at the claim so that a crash counts
 * @param notBefore       no worker may claim it earlier
 * @param startedAt       when it was first claimed
 * @param lease           held while RUNNING, null otherwise
 * @param cancelRequested a person asked a RUNNING job to stop
 * @param failure         of the last attempt that failed
 */
public record Job(
        JobId id,
        JobKind kind,
        JobState state,
        String tenant,
        int priority,
        @Nullable CallId callId,
        String request,
        double progress,
        @Nullable String stage,
        int attempts,
        int maxAttempts,
        Instant createdAt,
        Instant notBefore,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Lease lease,
        boolean cancelRequested,
        @Nullable Failure failure,
        List<Warning> warnings) {

    public static final int DEFAULT_PRIORITY = 5;
    public static final int HIGHEST_PRIORITY = 9;

    /** A new job, waiting. */
    public static Job queued(
            JobKind kind, String tenant, @Nullable CallId callId, String request, int maxAttempts, Instant now) {
        return new Job(
                JobId.of(now),
                kind,
                JobState.QUEUED,
                tenant,
                DEFAULT_PRIORITY,
                callId,
                request,
                0,
                null,
                0,
                maxAttempts,
                now,
                now,
                null,
                null,
                null,
                false,
                null,
                List.of());
    }

    /**
     * This job, which was only just made, as one that is done already: a job before it did the same, and its result is
     * copied. The one way to SUCCEEDED without an attempt; no worker ever sees it.
     *
     * @param noted of the job before, and that its result was reused
     */
    public Job reusing(List<Warning> noted, Instant now) {
        if (!isNew()) {
            throw new IllegalTransition(id, state, "be born SUCCEEDED");
        }
        return new Job(
                id,
                kind,
                JobState.SUCCEEDED,
                tenant,
                priority,
                callId,
                request,
                1,
                null,
                0,
                maxAttempts,
                createdAt,
                now,
                null,
                now,
                null,
                false,
                null,
                noted);
    }

    /** Whether it was only just made: it waits, and was never claimed nor ended. */
    public boolean isNew() {
        return state == JobState.QUEUED && attempts == 0 && startedAt == null && failure == null;
    }

    public Job withPriority(int newPriority) {
        return scheduled(newPriority, notBefore);
    }

    /**
     * Changes when it is to have its turn, while it waits.
     *
     * @param newPriority 0 to 9
     * @throws IllegalTransition if it does not wait any more
     */
    public Job scheduled(int newPriority, Instant newNotBefore) {
        if (newPriority < 0 || newPriority > HIGHEST_PRIORITY) {
            throw new IllegalArgumentException("A priority is 0 to 9, not " + newPriority);
        }
        mustWait("be put off or given another priority");
        return new Job(
                id,
                kind,
                state,
                tenant,
                newPriority,
                callId,
                request,
                progress,
                stage,
                attempts,
                maxAttempts,
                createdAt,
                newNotBefore,
                startedAt,
                finishedAt,
                lease,
                cancelRequested,
                failure,
                warnings);
    }

    /** Its message is to be sent once more. @throws IllegalTransition if it does not wait */
    public Job announcedAgain() {
        mustWait("be announced again");
        return this;
    }

    private void mustWait(String what) {
        if (!state.isWaiting()) {
            throw new IllegalTransition(id, state, what);
        }
    }

    /** A worker takes it: the attempt counts from here. */
    public Job claimed(Lease newLease, Instant now) {
        return moved(
                JobState.RUNNING,
                0,
                null,
                attempts + 1,
                notBefore,
                startedAt == null ? now : startedAt,
                null,
                newLease,
                failure,
                warnings);
    }

    /** Done. If it was asked to stop meanwhile, it ends CANCELLED: who was told so must not find a result. */
    public Job succeeded(List<Warning> noted, Instant now) {
        if (cancelRequested) {
            return cancelled(now);
        }
        return moved(JobState.SUCCEEDED, 1, null, attempts, notBefore, startedAt, now, null, null, noted);
    }

    /**
     * The attempt failed: to be tried again after a while, or, where that is pointless or was the last, given up. If it
     * was asked to stop meanwhile, it ends CANCELLED.
     */
    public Job failed(Failure reason, boolean permanent, RetryPolicy policy, Instant now) {
        if (cancelRequested) {
            return cancelled(now);
        }
        if (permanent || attempts >= maxAttempts) {
            return moved(JobState.FAILED, progress, stage, attempts, notBefore, startedAt, now, null, reason, warnings);
        }
        Duration delay = policy.delayAfter(attempts);
        return moved(JobState.RETRYING, 0, null, attempts, now.plus(delay), startedAt, null, null, reason, warnings);
    }

    /**
     * The worker shuts down and gives the job back; the attempt is not counted. If it was asked to stop meanwhile, it
     * ends CANCELLED.
     */
    public Job handedBack(Instant now) {
        if (cancelRequested) {
            return cancelled(now);
        }
        return moved(JobState.QUEUED, 0, null, attempts - 1, now, startedAt, null, null, failure, warnings);
    }

    public Job cancelled(Instant now) {
        return moved(JobState.CANCELLED, progress, null, attempts, notBefore, startedAt, now, null, failure, warnings);
    }

    /** A person has a FAILED job tried afresh, with all its attempts. */
    public Job requeued(Instant now) {
        return moved(JobState.QUEUED, 0, null, 0, now, null, null, null, failure, warnings);
    }

    private Job moved(
            JobState next,
            double newProgress,
            @Nullable String newStage,
            int newAttempts,
            Instant newNotBefore,
            @Nullable Instant newStartedAt,
            @Nullable Instant newFinishedAt,
            @Nullable Lease newLease,
            @Nullable Failure newFailure,
            List<Warning> newWarnings) {
        if (!state.canBecome(next)) {
            throw new IllegalTransition(id, state, next);
        }
        return new Job(
                id,
                kind,
                next,
                tenant,
                priority,
                callId,
                request,
                newProgress,
                newStage,
                newAttempts,
                maxAttempts,
                createdAt,
                newNotBefore,
                newStartedAt,
                newFinishedAt,
                newLease,
                false,
                newFailure,
                newWarnings);
    }
}
