package io.earmark.work;

import io.earmark.call.StageResult;
import io.earmark.job.Job;
import io.earmark.store.Jobs;
import io.earmark.work.Turn.Stop;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt at a job, from the claim to its outcome. The handler runs in the caller's thread. */
final class JobRun implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(JobRun.class);

    private final Job job;
    private final HeldJob held;
    private final JobHandler handler;
    private final Completion completion;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Turn turn;
    private final Object forcing = new Object();
    private long begun;
    private @Nullable Outcome forced;
    private volatile @Nullable StageResult result;
    private volatile @Nullable Outcome outcome;
    private volatile Duration taken = Duration.ZERO;

    JobRun(Job job, HeldJob held, JobHandler handler, Completion completion) {
        this.job = job;
        this.held = held;
        this.handler = handler;
        this.completion = completion;
        this.turn = new Turn(job.id());
    }

    Job job() {
        return job;
    }

    long token() {
        return Objects.requireNonNull(job.lease()).token();
    }

    HeldJob held() {
        return held;
    }

    /** Runs the handler. The result that it gives is yet to be written; whatever else comes of it is written here. */
    void handle() {
        begun = System.nanoTime();
        StageResult given;
        try {
            turn.begin();
            given = Objects.requireNonNull(handler.handle(held), "The handler gave no result");
        } catch (Throwable e) {
            // Errors too: an engine that runs out of memory or lacks a library must not take the other jobs along.
            turn.end();
            end(ended(e));
            return;
        }
        turn.end();
        Outcome early = endedEarly(Stop.CANCELLED);
        if (early == null) {
            result = given;
        } else {
            end(early);
        }
    }

    /** What is to be written for it; empty if its handler gave nothing, or not yet, or if it has ended. */
    Optional<Jobs.Success> unwritten() {
        StageResult given = result;
        return given == null || outcome != null
                ? Optional.empty()
                : Optional.of(new Jobs.Success(job.id(), token(), given, held.warnings()));
    }

    /** Its result was written, or could not be. */
    void written(Outcome as) {
        end(as);
        StageResult given = result;
        if (as == Outcome.SUCCEEDED && given != null) {
            tellEnded(given);
        }
    }

    private void end(Outcome as) {
        taken = Duration.ofNanos(System.nanoTime() - begun);
        outcome = as;
        ended.countDown();
    }

    boolean isOpen() {
        return outcome == null;
    }

    Outcome outcome() {
        Outcome written = outcome;
        return written == null ? Outcome.UNWRITTEN : written;
    }

    /** From the handler's beginning until the outcome was written. */
    Duration taken() {
        return taken;
    }

    private void tellEnded(StageResult given) {
        try {
            handler.ended(held, given);
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
        Stop why = turn.stopped();
        return why != null && List.of(reasons).contains(why) ? completion.stopped(job, token(), why) : null;
    }

    /** Tells the handler to stop; the first reason stands. */
    void stop(Stop why) {
        turn.stop(why);
    }

    void handBack() {
        stop(Stop.HANDED_BACK);
    }

    /**
     * Gives up a job whose handler has not begun: it was claimed together with one that takes long, and another worker may
     * be free.
     *
     * @throws RuntimeException if the database is away: it is given up in its turn
     */
    void giveUpIfWaiting() {
        synchronized (forcing) {
            if (turn.forgo(Stop.HANDED_BACK)) {
                forced = completion.stoppedNow(job, token(), Stop.HANDED_BACK);
            }
        }
    }

    /**
     * Ends the attempt over the head of a handler that was told to stop and goes on: the lease is given up, and with it
     * the right to write. Its thread stays taken until it comes back; what it leaves behind is nobody's.
     *
     * @throws RuntimeException if the database is away: to be tried again
     */
    void force() {
        synchronized (forcing) {
            Stop why = turn.stopped();
            if (why == null || forced != null || !turn.isUnderWay()) {
                return;
            }
            forced = completion.stoppedNow(job, token(), why);
            log.warn("Job {}: the handler does not stop; the job is {} without it", job.id(), forced.label());
        }
    }

    /** Its files go. */
    @Override
    public void close() {
        ended.countDown();
        held.close();
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
