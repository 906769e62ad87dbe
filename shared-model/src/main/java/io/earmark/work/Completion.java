package io.earmark.work;

import io.earmark.job.Failure;
import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.store.Jobs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Writes an attempt's outcome, guarded by its token: one whose lease was lost writes nothing. While the database is away
 * it keeps trying, since an hour's work may hang on it; the reaper, who is cut off as well, decides when both are back.
 */
final class Completion {

    private static final Logger log = LoggerFactory.getLogger(Completion.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Jobs jobs;
    private final CountDownLatch abandoned = new CountDownLatch(1);

    Completion(Jobs jobs) {
        this.jobs = jobs;
    }

    Outcome success(Job job, Jobs.Success end) {
        try {
            return written(
                    job, Outcome.SUCCEEDED, () -> jobs.complete(end.id(), end.token(), end.result(), end.warnings()));
        } catch (RuntimeException e) {
            // The database is there and refuses this very result.
            return failure(job, end.token(), new IllegalStateException("The result cannot be stored", e));
        }
    }

    /**
     * Several in one transaction.
     *
     * @return those that were written, the others' leases were lost; empty if the database stayed away until the worker
     *     ended
     * @throws RuntimeException if the database, being there, refuses one of them: none is written
     */
    Optional<List<JobId>> successes(List<Jobs.Success> ends) {
        return untilItAnswers(ends.size() + " results", () -> successesNow(ends));
    }

    /** As {@link #successes}, but tried once. @throws RuntimeException if they were not written */
    List<JobId> successesNow(List<Jobs.Success> ends) {
        List<JobId> written = jobs.completeTogether(ends);
        if (written.size() < ends.size()) {
            log.warn("{} of {} jobs: the lease is gone", ends.size() - written.size(), ends.size());
        }
        return written;
    }

    Outcome permanentFailure(Job job, long token, PermanentFailure e) {
        log.info("Job {} cannot succeed: {}", job.id(), e.getMessage());
        Failure failure = CauseChain.bounded(e.failure());
        return settled(job, Outcome.FAILED, () -> jobs.fail(job.id(), token, failure, true));
    }

    Outcome failure(Job job, long token, Throwable e) {
        log.warn("Job {}: attempt {} of {} failed", job.id(), job.attempts(), job.maxAttempts(), e);
        Failure failure = new Failure("attempt-failed", "The attempt failed", CauseChain.of(e));
        Outcome outcome = job.attempts() >= job.maxAttempts() ? Outcome.FAILED : Outcome.RETRYING;
        return settled(job, outcome, () -> jobs.fail(job.id(), token, failure, false));
    }

    Outcome stopped(Job job, long token, Turn.Stop why) {
        return settled(job, outcome(why), () -> end(job, token, why));
    }

    /** As {@link #stopped}, but tried once. @throws DataAccessException or a TransactionException if it was not written */
    Outcome stoppedNow(Job job, long token, Turn.Stop why) {
        return end(job, token, why) ? outcome(why) : Outcome.LOST;
    }

    private static Outcome outcome(Turn.Stop why) {
        return switch (why) {
            case CANCELLED -> Outcome.CANCELLED;
            case HANDED_BACK -> Outcome.HANDED_BACK;
            case LEASE_LOST -> Outcome.LOST;
        };
    }

    private boolean end(Job job, long token, Turn.Stop why) {
        return switch (why) {
            case CANCELLED -> jobs.cancelled(job.id(), token);
            case HANDED_BACK -> jobs.handBack(job.id(), token);
            case LEASE_LOST -> false;
        };
    }

    private Outcome settled(Job job, Outcome outcome, BooleanSupplier write) {
        try {
            return written(job, outcome, write);
        } catch (RuntimeException e) {
            log.error("Job {}: the outcome {} cannot be written; the lease will run out", job.id(), outcome.label(), e);
            return Outcome.UNWRITTEN;
        }
    }

    private Outcome written(Job job, Outcome outcome, BooleanSupplier write) {
        Optional<Boolean> held = untilItAnswers("Job " + job.id() + ": " + outcome.label(), write::getAsBoolean);
        if (held.isEmpty()) {
            return Outcome.UNWRITTEN;
        }
        if (held.get()) {
            return outcome;
        }
        // After a commit whose answer was lost this is what it looks like, too.
        log.warn("Job {}: the lease is gone; nothing (more) is written for this attempt", job.id());
        return Outcome.LOST;
    }

    /** @return empty if the worker ended first */
    private <T> Optional<T> untilItAnswers(String what, Supplier<T> write) {
        Duration pause = FIRST_PAUSE;
        for (int tries = 1; ; tries++) {
            try {
                return Optional.of(write.get());
            } catch (DataAccessException | TransactionException e) {
                if (!isAway(e)) {
                    throw e;
                }
                if (tries == 1) {
                    log.warn("{}: not written yet, the database is away", what, e);
                }
            }
            if (isAbandoned(pause)) {
                log.warn("{}: never written, the database stayed away", what);
                return Optional.empty();
            }
            pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** Whether trying again may help: all but what the database, being there, refuses. */
    private static boolean isAway(RuntimeException e) {
        return e instanceof DataAccessResourceFailureException || !(e instanceof NonTransientDataAccessException);
    }

    private boolean isAbandoned(Duration pause) {
        try {
            return abandoned.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** The worker ends: whatever is not written by now is left to the reaper. */
    void abandon() {
        abandoned.countDown();
    }
}
