package io.earmark.gateway.webhook;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** So many attempts at a time, and no queue: what has no room stays in the database, for whoever has. */
final class Lane {

    private static final long IDLE_SECONDS = 30;

    private final boolean slow;
    private final int width;
    private final AtomicInteger busy = new AtomicInteger();
    private final ExecutorService threads;
    private volatile Runnable whenFree = () -> {};

    Lane(boolean slow, int width) {
        this.slow = slow;
        this.width = width;
        this.threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, slow ? "webhooks-slow" : "webhooks-send");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    boolean slow() {
        return slow;
    }

    int free() {
        return width - busy.get();
    }

    int busy() {
        return busy.get();
    }

    /** The caller has seen that there is room. */
    void begin(Runnable attempt) {
        busy.incrementAndGet();
        threads.execute(() -> {
            try {
                attempt.run();
            } finally {
                busy.decrementAndGet();
                whenFree.run();
            }
        });
    }

    void open(Runnable hook) {
        whenFree = hook;
    }

    void close(Duration patience) throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            threads.shutdownNow();
        }
    }
}
