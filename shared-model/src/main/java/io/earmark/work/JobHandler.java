package io.earmark.work;

import io.earmark.call.StageResult;
import io.earmark.job.JobKind;

/**
 * Does one kind of job. It may run more than once for a job, at the same time even (a worker that was paused wakes up
 * again): it must leave nothing behind but blobs and its return value, of which the first alone is kept. Threads and
 * child processes that it starts must have ended when it returns or throws.
 */
public interface JobHandler {

    JobKind kind();

    /**
     * @throws PermanentFailure     if trying again cannot help
     * @throws InterruptedException if the job was cancelled or the worker shuts down: stop child processes, then let
     *                              it pass. One that goes on keeps its thread, but works for nothing: the job ends
     *                              without it
     * @throws Exception            anything else is tried again
     */
    StageResult handle(JobContext job) throws Exception;

    /**
     * Called after the job has ended well: what is not needed any more may go. Something else must see to it, too, for a
     * worker that dies just then never calls it; and whether the result was kept is to be asked of the job.
     *
     * @param result as {@link #handle} gave it
     * @throws Exception is noted in the log and changes nothing
     */
    default void ended(JobContext job, StageResult result) throws Exception {}
}
