package io.earmark.work;

import io.earmark.call.StageResult;
import io.earmark.job.Job;
import java.time.Duration;
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
    private final LeaseKeeper keeper;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Object lock = new Object();
    private @Nullable Thread worker;
    private @Nullable Stop stop;

    JobRun(Job job, JobHandler handler, Completion completion, LeaseKeeper keeper) {
        this.job = job;
        this.handler = handler;
        this.completion = completion;
        this.keeper = keeper;
    }

    Job job() {
        return job;
    }

    long token() {
        return Objects.requireNonNull(job.lease()).token();
    }

    void execute(HeldJob held) {
        long begun = System.nanoTime();
        String outcome = "failed";
        try (held;
                LeaseKeeper.Watch watch = keeper.watch(this, held)) {
            outcome = settle(held);
        } finally {
            completion.measured(job, outcome, Duration.ofNanos(System.nanoTime() - begun));
            ended.countDown();
        }
    }

    private String settle(HeldJob held) {
        StageResult result;
        try {
            enter();
            result = handler.handle(held);
        } catch (PermanentFailure e) {
            leave();
            return completion.permanentFailure(job, token(), e);
        } catch (Exception | StackOverflowError | OutOfMemoryError | LinkageError e) {
            Stop why = leave();
            return why == null ? completion.failure(job, token(), e) : completion.stopped(job, token(), why);
        }
        leave();
        return completion.success(job, token(), result, held.warnings());
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
    private @Nullable Stop leave() {
        synchronized (lock) {
            worker = null;
            boolean interrupted = Thread.interrupted();
            if (interrupted && stop == null) {
                // The container itself wants its thread back: the worker shuts down.
                stop = Stop.HANDED_BACK;
            }
            return stop;
        }
    }

    /** Tells the handler to stop, by interrupting it; the first reason stands. */
    void stop(Stop why) {
        synchronized (lock) {
            if (stop == null) {
                stop = why;
                log.info("Job {}: stopping, {}", job.id(), why);
            }
            if (worker != null) {
                worker.interrupt();
            }
        }
    }

    void handBack() {
        stop(Stop.HANDED_BACK);
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
