package io.earmark.store;

import io.earmark.call.Call;
import io.earmark.call.CallId;
import io.earmark.call.StageResult;
import io.earmark.call.Transcript;
import io.earmark.job.Attempt;
import io.earmark.job.Failure;
import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.job.Warning;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The jobs, their attempts and results, and the outbox that announces them. Every method is one transaction, or joins
 * the caller's. Those with a token do nothing and say so when the token is not the lease's any more.
 */
public interface Jobs {

    /** Inserts a QUEUED job and its outbox entry. */
    void enqueue(Job job);

    /** A job that has SUCCEEDED, and what it left. */
    record Finished(Job job, Transcript transcript) {}

    /**
     * A finished transcription that would come out the same for this call: of the same tenant, of a recording with the
     * same SHA-256, the same vocabulary and roles by channel, that asked for the same language, and by the engine and model
     * that made the newest transcript of all calls that asked for it.
     */
    Optional<Finished> transcriptLike(Call call);

    /** Inserts a job that was done when it was made ({@link Job#reusing}), its result, and the next stage's job. */
    void enqueueFinished(Job job, StageResult result);

    /**
     * Takes a waiting job that is due. Empty: another has it, it has ended, it is not due, or its kind is paused. A job
     * that waits on is announced again when it may begin: whoever was refused may drop the message.
     */
    Optional<Job> claim(JobId id, String worker, Duration lease);

    /**
     * As {@link #claim} of each, in one statement. Left out as well are jobs that were tried before or have one attempt only:
     * those are to be claimed alone, so that a job that kills its worker costs none of them more than its first attempt.
     *
     * @return those that were claimed, in the given order; of the others none is announced again
     */
    List<Job> claimTogether(List<JobId> ids, String worker, Duration lease);

    /** Those of them that wait are announced anew: their message is used up, and nobody began them. */
    void notSent(List<JobId> ids);

    /** What a heartbeat learns. */
    enum Heartbeat {
        KEPT,
        CANCEL_REQUESTED,
        /** The lease is another's, or the job has ended: stop, and write nothing. */
        LOST
    }

    /** Renews the lease and writes the progress. */
    Heartbeat keep(JobId id, long token, Duration lease, double progress, @Nullable String stage);

    /**
     * Result, state and the next stage's job in one; a job that was asked to stop meanwhile ends CANCELLED and leaves
     * neither. False: the lease was lost, and nothing was written.
     */
    default boolean complete(JobId id, long token, StageResult result, List<Warning> warnings) {
        return !completeTogether(List.of(new Success(id, token, result, warnings)))
                .isEmpty();
    }

    /** An attempt that came to a result. */
    record Success(JobId id, long token, StageResult result, List<Warning> warnings) {}

    /**
     * As {@link #complete} of each, together: if the database refuses one of the results, none is written. Those that were asked
     * to stop end in another transaction, after it.
     *
     * @return those that were written; of the others the lease was lost
     */
    List<JobId> completeTogether(List<Success> ends);

    /** The attempt failed: RETRYING or FAILED as the job decides. False: the lease was lost. */
    boolean fail(JobId id, long token, Failure failure, boolean permanent);

    /** The worker shuts down, or has not begun it in time. False: the lease was lost. */
    boolean handBack(JobId id, long token);

    /** The worker stopped because it was asked to. False: the lease was lost. */
    boolean cancelled(JobId id, long token);

    /**
     * A person cancels: a waiting job at once, a running one by its worker's next heartbeat. Empty: no such job of that
     * tenant. A job that has ended is given as it is.
     */
    Optional<Job> requestCancel(String tenant, JobId id);

    /**
     * Tries a FAILED job afresh. Empty: no such job of that tenant.
     *
     * @throws io.earmark.job.IllegalTransition if it is not FAILED
     */
    Optional<Job> requeue(String tenant, JobId id);

    /**
     * Changes a waiting job's turn; null leaves a part as it is. Empty: no such job of that tenant.
     *
     * @param priority  0 to 9
     * @param notBefore one that has passed makes it due at once, a retry too
     * @throws io.earmark.job.IllegalTransition if it does not wait
     */
    Optional<Job> reschedule(String tenant, JobId id, @Nullable Integer priority, @Nullable Instant notBefore);

    /**
     * Has a waiting job announced once more, whatever became of its message. Empty: no such job.
     *
     * @throws io.earmark.job.IllegalTransition if it does not wait
     */
    Optional<Job> announceAgain(JobId id);

    Optional<Job> find(String tenant, JobId id);

    /** How a job stands: what of it changes while it is worked on. */
    record Standing(
            JobId id,
            JobState state,
            int attempts,
            double progress,
            @Nullable String stage) {}

    /** One look at many jobs, whoever owns them. Those that are not there are left out. */
    List<Standing> standings(Collection<JobId> ids);

    /** The same, of the jobs whole, but without what was asked for, which may be long: their request is {@code {}}. */
    List<Job> findAll(Collection<JobId> ids);

    /** The newest first; a null filter lets everything pass. */
    List<Job> page(
            String tenant,
            @Nullable JobState state,
            @Nullable JobKind kind,
            @Nullable CallId callId,
            @Nullable JobId after,
            int limit);

    /** A position that far back, or farther, is given as this one: nobody waits by counting to it. */
    int FARTHEST_POSITION = 1_000;

    /**
     * Jobs of the same kind that go before it, were there one tenant alone; exact below {@link #FARTHEST_POSITION}. Empty
     * unless it is QUEUED.
     */
    OptionalLong queuePosition(Job job);

    List<Attempt> attempts(JobId id);

    /** The result of a SUCCEEDED job. */
    <T extends StageResult> Optional<T> result(JobId id, Class<T> type);

    /** The newest result of that kind for a call. */
    <T extends StageResult> Optional<T> latest(CallId call, JobKind kind, Class<T> type);

    /** Ends the attempts whose lease ran out, as failures that may be tried again. Gives the number. */
    int reap();

    /**
     * A job that transcribes or coaches a call, with what of it can still change what a client reads of the call.
     *
     * @param result whether it has left one, which never changes
     */
    record Source(JobId job, boolean result, List<Warning> warnings) {}

    /** The newest first; costs less than reading a result. */
    List<Source> sources(CallId call);

    /** No more are counted of a kind that wait. */
    int HIGHEST_COUNT = 100_000;

    /** Jobs that have not ended by kind and state, for gauges; exact below {@link #HIGHEST_COUNT}. */
    record Count(JobKind kind, JobState state, long jobs) {}

    List<Count> counts();

    /**
     * How many jobs of each tenant wait; tenants without are not named.
     *
     * @param most are counted, of any tenants; what it costs grows with what waits up to that. If no fewer are counted,
     *     there may be more
     */
    Map<String, Long> waiting(long most);

    /** Which of these blob keys something still points at. */
    Collection<String> referenced(Collection<String> blobKeys);

    /** When the oldest waiting job of a kind became due; empty if none waits. */
    Optional<Instant> oldestDue(JobKind kind);
}
