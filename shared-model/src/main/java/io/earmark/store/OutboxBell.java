package io.earmark.store;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Wakes the relays after a job was committed. PostgreSQL lets one transaction with a NOTIFY commit at a time, each with
 * its own write to the disk: a NOTIFY within every insert makes them queue up. So it is sent afterwards, once for all
 * that was inserted meanwhile. A process that dies in between leaves it to the relays' sweep.
 */
final class OutboxBell {

    private static final Logger log = LoggerFactory.getLogger(OutboxBell.class);

    /** Nothing is lost with a NOTIFY, so its commit need not reach the disk. */
    private static final String NOTIFY =
            "select set_config('synchronous_commit', 'off', true), pg_notify('earmark_outbox', '')";

    private static final long PAUSE_NANOS = 2_000_000;

    private final JdbcClient jdbc;
    private final AtomicBoolean rung = new AtomicBoolean();
    private final ThreadPoolExecutor ringer =
            new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "outbox-bell");
                thread.setDaemon(true);
                return thread;
            });

    OutboxBell(JdbcClient jdbc) {
        this.jdbc = jdbc;
        ringer.allowCoreThreadTimeOut(true);
    }

    /** After the caller's transaction if there is one, else at once. Does not wait. */
    void ring() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            ringSoon();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                ringSoon();
            }
        });
    }

    private void ringSoon() {
        if (rung.compareAndSet(false, true)) {
            ringer.execute(this::notifyRelays);
        }
    }

    private void notifyRelays() {
        rung.set(false);
        try {
            jdbc.sql(NOTIFY).query((row, number) -> true).single();
        } catch (RuntimeException e) {
            log.debug("The relays were not woken; their sweep finds the job: {}", e.toString());
        }
        LockSupport.parkNanos(PAUSE_NANOS);
    }
}
