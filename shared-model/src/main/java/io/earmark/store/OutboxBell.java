package io.earmark.store;

import io.earmark.job.JobKind;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Wakes the relays after a job was committed. PostgreSQL lets one transaction with a NOTIFY commit at a time, each with
 * its own write to the disk: a NOTIFY within every insert makes them queue up. So it is sent afterwards, once for all
 * that was inserted meanwhile; the relay of the same process is told directly. A process that dies in between leaves it to
 * the relays' sweep.
 */
final class OutboxBell {

    private static final Logger log = LoggerFactory.getLogger(OutboxBell.class);

    /** Nothing is lost with a NOTIFY, so its commit need not reach the disk. */
    private static final String NOTIFY = """
            select set_config('synchronous_commit', 'off', true), pg_notify('earmark_outbox', kind)
            from unnest(:kinds) as rung (kind)
            """;

    private static final long PAUSE_NANOS = 2_000_000;

    private final JdbcClient jdbc;
    private final DueListener nearby;
    private final Set<JobKind> rung = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor ringer =
            new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "outbox-bell");
                thread.setDaemon(true);
                return thread;
            });

    /** @param nearby the relay of this process, if there is one */
    OutboxBell(JdbcClient jdbc, DueListener nearby) {
        this.jdbc = jdbc;
        this.nearby = nearby;
        ringer.allowCoreThreadTimeOut(true);
    }

    /** After the caller's transaction if there is one, else at once. Does not wait. */
    void ring(JobKind kind) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            committed(kind);
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                committed(kind);
            }
        });
    }

    private void committed(JobKind kind) {
        nearby.due(kind);
        if (rung.add(kind)) {
            ringer.execute(this::notifyRelays);
        }
    }

    private void notifyRelays() {
        String[] kinds = rung.stream().filter(rung::remove).map(JobKind::name).toArray(String[]::new);
        if (kinds.length == 0) {
            return;
        }
        try {
            jdbc.sql(NOTIFY).param("kinds", kinds).query((row, number) -> true).list();
        } catch (RuntimeException e) {
            log.debug("The relays were not woken; their sweep finds the job: {}", e.toString());
        }
        LockSupport.parkNanos(PAUSE_NANOS);
    }
}
