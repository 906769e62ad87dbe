package io.earmark.work;

import io.earmark.call.StageResult;
import io.earmark.job.Job;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt at a job, from the claim to its outcome. The handler runs in the caller's thread. */
final class JobRun {

    /** Why the handler was told to stop. */
    enum Stop {
        CANCELLED,
        LEASE_LOST,
        HANDED_BACK
    }

    private static final Logger log = LoggerFactory.getLogger(JobRun.class);

    private final Job job;
    private final JobHandler handler;
    private final Completion completion;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Object lock = new Object();
    private final Object forcing = new Object();
    private @Nullable Thread worker;
    private boolean left;
    private @Nullable Stop stop;
    private @Nullable Outcome forced;

    JobRun(Job job, JobHandler handler, Completion completion) {
        this.job = job;
        this.handler = handler;
        this.completion = completion;
    }

    Job job() {
        return job;
    }

    long token() {
        return Objects.requireNonNull(job.lease()).token();
    }

    Outcome execute(HeldJob held) {
        try {
            return settle(held);
        } finally {
            ended.countDown();
        }
    }

    private Outcome settle(HeldJob held) {
        StageResult result;
        try {
            enter();
            result = Objects.requireNonNull(handler.handle(held), "The handler gave no result");
        } catch (Throwable e) {
            // Errors too: an engine that runs out of memory or lacks a library must not take the other jobs along.
            leave();
            return ended(e);
        }
        leave();
        Outcome early = endedEarly(Stop.CANCELLED);
        if (early != null) {
            return early;
        }
        Outcome outcome = completion.success(job, token(), result, held.warnings());
        if (outcome == Outcome.SUCCEEDED) {
            tellEnded(held, result);
        }
        return outcome;
    }

    private void tellEnded(HeldJob held, StageResult result) {
        try {
            handler.ended(held, result);
        } catch (Exception e) {
            log.warn("Job {}: its handler could not tidy up after it", job.id(), e);
        }
    }

    /** Whoever was told to stop may fail in any way: then the stop counts, not the failure. */
    private Outcome ended(Throwable e) {
        Outcome early = endedEarly(Stop.CANCELLED, Stop.HANDED_BACK, Stop.LEASE_LOST);
        if (early != null) {
            return early;
        }
        return e instanceof PermanentFailure permanent
                ? completion.permanentFailure(job, token(), permanent)
                : completion.failure(job, token(), e);
    }

    private @Nullable Outcome endedEarly(Stop... reasons) {
        synchronized (forcing) {
            if (forced != null) {
                return forced;
            }
        }
        Stop why = why();
        return why != null && List.of(reasons).contains(why) ? completion.stopped(job, token(), why) : null;
    }

    private @Nullable Stop why() {
        synchronized (lock) {
            return stop;
        }
    }

    private void enter() throws InterruptedException {
        synchronized (lock) {
            worker = Thread.currentThread();
            if (stop != null) {
                throw new InterruptedException(stop.name());
            }
        }
    }

    /** From here on the thread is not interrupted any more, so that the outcome can be written in peace. */
    private void leave() {
        synchronized (lock) {
            worker = null;
            left = true;
            // Ours, or one that the handler left behind: it must not hit the next job.
            Thread.interrupted();
        }
    }

    /** Tells the handler to stop, by interrupting it once; the first reason stands. */
    void stop(Stop why) {
        synchronized (lock) {
            if (left || stop != null) {
                return;
            }
            stop = why;
            log.info("Job {}: stopping, {}", job.id(), why);
            if (worker != null) {
                worker.interrupt();
            }
        }
    }

    void handBack() {
        stop(Stop.HANDED_BACK);
    }

    /**
     * Ends the attempt over the head of a handler that was told to stop and goes on: the lease is given up, and with it
     * the right to write. Its thread stays taken until it comes back; what it leaves behind is nobody's.
     *
     * @throws RuntimeException if the database is away: to be tried again
     */
    void force() {
        synchronized (forcing) {
            Stop why = why();
            if (why == null || forced != null || !isHandling()) {
                return;
            }
            forced = completion.stoppedNow(job, token(), why);
            log.warn("Job {}: the handler does not stop; the job is {} without it", job.id(), forced.label());
        }
    }

    private boolean isHandling() {
        synchronized (lock) {
            return worker != null;
        }
    }

    boolean awaitEnd(Duration atMost) {
        try {
            return ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
