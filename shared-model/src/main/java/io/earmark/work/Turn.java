package io.earmark.work;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A handler's turn in its thread: to come, under way, or over; and why the handler was told to stop, if it was. */
final class Turn {

    /** Why the handler was told to stop. */
    enum Stop {
        CANCELLED,
        LEASE_LOST,
        HANDED_BACK
    }

    private static final Logger log = LoggerFactory.getLogger(Turn.class);

    private final Object of;
    private @Nullable Thread worker;
    private boolean over;
    private @Nullable Stop stop;

    /** @param of what to call it in the log */
    Turn(Object of) {
        this.of = of;
    }

    /** @throws InterruptedException if it was told to stop before it began */
    synchronized void begin() throws InterruptedException {
        worker = Thread.currentThread();
        if (stop != null) {
            throw new InterruptedException(stop.name());
        }
    }

    /** From here on the thread is not interrupted any more, so that the outcome can be written in peace. */
    synchronized void end() {
        worker = null;
        over = true;
        // Ours, or one that the handler left behind: it must not hit the next job.
        Thread.interrupted();
    }

    /** Tells the handler to stop, by interrupting it once; the first reason stands. */
    synchronized void stop(Stop why) {
        if (over || stop != null) {
            return;
        }
        stop = why;
        log.info("Job {}: stopping, {}", of, why);
        if (worker != null) {
            worker.interrupt();
        }
    }

    synchronized @Nullable Stop stopped() {
        return stop;
    }

    /** As {@link #stop}, but a handler that has begun goes on. @return whether it will not begin */
    synchronized boolean forgo(Stop why) {
        if (worker != null || over || stop != null) {
            return false;
        }
        stop(why);
        return true;
    }

    synchronized boolean isUnderWay() {
        return worker != null;
    }
}
