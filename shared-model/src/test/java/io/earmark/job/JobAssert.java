package io.earmark.job;

import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Says of a job how it should stand, in the words of its life. {@code assertThat(job).isRunning().hasAttempts(2)}.
 *
 * <p>A state's assertion looks at all that belongs to the state: a running job holds a lease, a finished one has a time
 * of its end, a failed one a reason.
 */
public final class JobAssert extends AbstractAssert<JobAssert, Job> {

    private JobAssert(@Nullable Job job) {
        super(job, JobAssert.class);
    }

    public static JobAssert assertThat(@Nullable Job job) {
        return new JobAssert(job);
    }

    public JobAssert isQueued() {
        return is(JobState.QUEUED).isHeldByNobody().isNotOver();
    }

    public JobAssert isRunning() {
        is(JobState.RUNNING);
        if (actual.lease() == null) {
            failWithMessage("A running job holds a lease, but %s has none", actual.id());
        }
        return isNotOver();
    }

    public JobAssert isRetrying() {
        is(JobState.RETRYING);
        if (actual.failure() == null || !actual.notBefore().isAfter(actual.createdAt())) {
            failWithMessage("A job that is tried again later knows why and when, but it is %s", actual);
        }
        return isHeldByNobody().isNotOver();
    }

    public JobAssert isSucceeded() {
        is(JobState.SUCCEEDED);
        return hasProgress(1).isHeldByNobody().isOver();
    }

    /** @param reason of its last attempt, which is the one that its owner is told */
    public JobAssert isFailed(Failure reason) {
        is(JobState.FAILED);
        if (!reason.equals(actual.failure())) {
            failWithMessage(
                    "Expected job %s to have failed for%n  %s%nbut it was%n  %s", actual.id(), reason, failure());
        }
        return isHeldByNobody().isOver();
    }

    public JobAssert isCancelled() {
        return is(JobState.CANCELLED).isHeldByNobody().isOver();
    }

    public JobAssert hasAttempts(int attempts) {
        isNotNull();
        if (actual.attempts() != attempts) {
            failWithMessage(
                    "Expected job %s to have had %s attempts, but it had %s", actual.id(), attempts, actual.attempts());
        }
        return this;
    }

    public JobAssert hasProgress(double progress) {
        isNotNull();
        if (Math.abs(actual.progress() - progress) > 1e-9) {
            failWithMessage("Expected job %s to be at %s, but it is at %s", actual.id(), progress, actual.progress());
        }
        return this;
    }

    private JobAssert is(JobState state) {
        isNotNull();
        if (actual.state() != state) {
            failWithMessage(
                    "Expected job %s to be %s, but it is %s after %s of %s attempts; its last failure: %s",
                    actual.id(), state, actual.state(), actual.attempts(), actual.maxAttempts(), failure());
        }
        return this;
    }

    private @Nullable Failure failure() {
        return actual.failure();
    }

    private JobAssert isHeldByNobody() {
        if (actual.lease() != null) {
            failWithMessage(
                    "A job that is %s holds no lease, but %s has %s", actual.state(), actual.id(), actual.lease());
        }
        return this;
    }

    private JobAssert isOver() {
        if (actual.finishedAt() == null) {
            failWithMessage("A job that is %s has a time of its end, but %s has none", actual.state(), actual.id());
        }
        return this;
    }

    private JobAssert isNotOver() {
        if (actual.finishedAt() != null) {
            failWithMessage(
                    "A job that is %s has not ended, but %s has: %s", actual.state(), actual.id(), actual.finishedAt());
        }
        return this;
    }
}
