package io.earmark.gateway.relay;

import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.store.Outbox;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Hears the database's NOTIFY and wakes the relay. Without it jobs only wait for the relay's sweep. What workers hand over is for
 * one relay of all: that whose connection here has a lock, which the database takes back if the process ends.
 */
@Component
class OutboxListener implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(OutboxListener.class);
    private static final int LISTEN_MILLIS = 1_000;
    private static final String LOCK = "hashtext('earmark_outbox')";
    private static final long LISTEN_NANOS = LISTEN_MILLIS * 1_000_000L;
    private static final long RECONNECT_NANOS = 1_000_000_000L;

    private final DataSource source;
    private final Relay relay;
    private volatile boolean running;
    private @Nullable Thread thread;

    OutboxListener(DataSource source, Relay relay) {
        this.source = source;
        this.relay = relay;
    }

    private void listen() {
        while (running) {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("listen earmark_outbox");
                try {
                    hear(connection.unwrap(PGConnection.class), statement);
                } finally {
                    // It goes back to the pool, where it must not hear or hold anything.
                    statement.execute("unlisten *");
                    statement.execute("select pg_advisory_unlock_all()");
                }
            } catch (SQLException | RuntimeException e) {
                if (running) {
                    log.debug("Not listening to the database, will try again: {}", e.toString());
                    LockSupport.parkNanos(this, RECONNECT_NANOS);
                }
            }
        }
    }

    private void hear(PGConnection connection, Statement statement) throws SQLException {
        boolean first = false;
        long asked = System.nanoTime() - LISTEN_NANOS;
        while (running) {
            if (!first && System.nanoTime() - asked >= LISTEN_NANOS) {
                asked = System.nanoTime();
                first = isFirst(statement);
            }
            for (PGNotification heard : connection.getNotifications(LISTEN_MILLIS)) {
                hear(heard.getParameter(), first);
            }
        }
    }

    private static boolean isFirst(Statement statement) throws SQLException {
        try (ResultSet locked = statement.executeQuery("select pg_try_advisory_lock(" + LOCK + ")")) {
            return locked.next() && locked.getBoolean(1);
        }
    }

    /**
     * A kind: a job of it waits. A kind, an entry and a job: it was handed over. A version before or after this one may tell of
     * kinds that there are not here.
     */
    private void hear(String told, boolean first) {
        String[] words = told.split(" ");
        if (!JobKind.names().contains(words[0])) {
            relay.wake();
            return;
        }
        JobKind kind = JobKind.valueOf(words[0]);
        if (words.length < 3) {
            relay.due(kind);
        } else if (first) {
            relay.handedOver(new Outbox.Entry(Long.parseLong(words[1]), JobId.parse(words[2]), kind));
        }
    }

    @Override
    public void start() {
        running = true;
        Thread listener = new Thread(this::listen, "outbox-listener");
        listener.setDaemon(true);
        thread = listener;
        listener.start();
    }

    @Override
    public void stop() {
        running = false;
        Thread listener = thread;
        if (listener != null) {
            try {
                listener.join(2L * LISTEN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
