package io.earmark.work;

import io.earmark.call.StageResult;
import io.earmark.job.Failure;
import io.earmark.job.Job;
import io.earmark.job.Warning;
import io.earmark.store.Jobs;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes an attempt's outcome, guarded by its token: one whose lease was lost writes nothing. Gives the outcome's name. */
final class Completion {

    private static final Logger log = LoggerFactory.getLogger(Completion.class);

    private final Jobs jobs;
    private final WorkMetrics metrics;

    Completion(Jobs jobs, WorkMetrics metrics) {
        this.jobs = jobs;
        this.metrics = metrics;
    }

    String success(Job job, long token, StageResult result, List<Warning> warnings) {
        return guarded(job, jobs.complete(job.id(), token, result, warnings), "succeeded");
    }

    String permanentFailure(Job job, long token, PermanentFailure e) {
        log.info("Job {} cannot succeed: {}", job.id(), e.getMessage());
        return guarded(job, jobs.fail(job.id(), token, e.failure(), true), "failed");
    }

    String failure(Job job, long token, Throwable e) {
        log.warn("Job {}: attempt {} of {} failed", job.id(), job.attempts(), job.maxAttempts(), e);
        String cause = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        Failure failure = new Failure("attempt-failed", "The attempt failed", cause);
        return guarded(job, jobs.fail(job.id(), token, failure, false), "retrying");
    }

    String stopped(Job job, long token, JobRun.Stop why) {
        return switch (why) {
            case CANCELLED -> guarded(job, jobs.cancelled(job.id(), token), "cancelled");
            case HANDED_BACK -> guarded(job, jobs.handBack(job.id(), token), "handed-back");
            case LEASE_LOST -> guarded(job, false, "lost");
        };
    }

    private static String guarded(Job job, boolean written, String outcome) {
        if (written) {
            return outcome;
        }
        log.warn("Job {}: the lease was lost; what this attempt did is dropped", job.id());
        return "lost";
    }

    void measured(Job job, String outcome, Duration taken) {
        metrics.ended(job.kind(), outcome, taken);
    }
}
