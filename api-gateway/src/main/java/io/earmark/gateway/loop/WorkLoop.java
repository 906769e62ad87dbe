package io.earmark.gateway.loop;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * A thread that looks for work again and again, with rests that whoever brings work can end. A look that fails is told once,
 * with its cause, and then again only after one that went well.
 */
public final class WorkLoop {

    /**
     * Until the next look.
     *
     * @param atMost   zero to look again at once
     * @param wakeable whether {@link #wake} ends it, also if that came during the look
     */
    public record Rest(Duration atMost, boolean wakeable) {

        public static final Rest NONE = new Rest(Duration.ZERO, false);

        public static Rest untilWoken(Duration atMost) {
            return new Rest(atMost, true);
        }

        public static Rest of(Duration time) {
            return new Rest(time, false);
        }
    }

    private final String name;
    private final Supplier<Rest> look;
    private final Duration restInTrouble;
    private final Logger log;
    private volatile boolean running;
    private volatile boolean woken;
    private boolean troubled;
    private @Nullable Thread thread;

    /**
     * @param name          of the thread, and in what is told
     * @param restInTrouble after a look that failed; nobody ends it
     */
    public WorkLoop(String name, Supplier<Rest> look, Duration restInTrouble, Logger log) {
        this.name = name;
        this.look = look;
        this.restInTrouble = restInTrouble;
        this.log = log;
    }

    private void work() {
        while (running) {
            woken = false;
            rest(look());
        }
    }

    private Rest look() {
        try {
            Rest rest = look.get();
            if (troubled) {
                log.info("The work of {} goes on again", name);
                troubled = false;
            }
            return rest;
        } catch (RuntimeException e) {
            if (!troubled) {
                log.warn("The work of {} stands still; it keeps trying, and nothing is lost", name, e);
                troubled = true;
            }
            return Rest.of(restInTrouble);
        }
    }

    private void rest(Rest rest) {
        long until = System.nanoTime() + rest.atMost().toNanos();
        while (running && !(rest.wakeable() && woken) && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(this, until - System.nanoTime());
        }
    }

    /** There is something to do: a rest that may be ended is. */
    public void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }

    public void start() {
        running = true;
        Thread worker = new Thread(this::work, name);
        worker.setDaemon(true);
        thread = worker;
        worker.start();
    }

    /** Ends rests, and waits for a look that is under way. An interrupt ends the wait, and is kept. */
    public void stop(Duration atMost) {
        running = false;
        Thread worker = thread;
        LockSupport.unpark(worker);
        if (worker != null) {
            try {
                worker.join(atMost.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    public boolean isRunning() {
        return running;
    }
}
