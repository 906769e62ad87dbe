package io.earmark.gateway.relay;

import io.earmark.job.JobKind;
import java.sql.Connection;
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

/** Hears the database's NOTIFY and wakes the relay. Without it jobs only wait for the relay's sweep. */
@Component
class OutboxListener implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(OutboxListener.class);
    private static final int LISTEN_MILLIS = 1_000;
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
                hear(connection.unwrap(PGConnection.class));
                statement.execute("unlisten *");
            } catch (SQLException | RuntimeException e) {
                if (running) {
                    log.debug("Not listening to the database, will try again: {}", e.toString());
                    LockSupport.parkNanos(this, RECONNECT_NANOS);
                }
            }
        }
    }

    private void hear(PGConnection connection) throws SQLException {
        while (running) {
            for (PGNotification heard : connection.getNotifications(LISTEN_MILLIS)) {
                hear(heard.getParameter());
            }
        }
    }

    /** A version before or after this one may name no kind, or one that there is not here. */
    private void hear(String kind) {
        if (JobKind.names().contains(kind)) {
            relay.due(JobKind.valueOf(kind));
        } else {
            relay.wake();
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
