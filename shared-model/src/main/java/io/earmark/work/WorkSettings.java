package io.earmark.work;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of every worker.
 *
 * @param name        of this worker in attempts and leases; null for host and process id
 * @param lease       how long a job stays with a worker that is not heard of
 * @param heartbeat   how often the lease is renewed, progress written and cancellation learnt; well below the lease
 * @param concurrency jobs of each kind at a time, 1 or more; each may need a database connection beside its heartbeat's
 * @param prefetch    messages that the broker hands to each of these at a time. 1 for jobs of seconds and more: what one
 *                    that is busy holds, another that is free cannot have until it is sent anew, after 10 s or more.
 *                    More saves jobs of milliseconds the wait for the broker in between
 * @param shutdown    how long a running job may go on when the worker is told to stop, before it is handed back; the
 *                    worker may take some seconds longer, so whoever stops it must wait that much before a kill
 * @param scratch     for temporary files, on a disk with room for decoded recordings; null for a directory beneath the
 *                    system's temporary one. Workers of one machine may share it
 */
@ConfigurationProperties("earmark.work")
record WorkSettings(
        @Nullable String name,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("1s") Duration heartbeat,
        @DefaultValue("1") int concurrency,
        @DefaultValue("1") int prefetch,
        @DefaultValue("20s") Duration shutdown,
        @Nullable Path scratch) {

    private static final int MOST_PREFETCHED = 100;

    WorkSettings {
        if (heartbeat.toMillis() < 1) {
            throw new IllegalArgumentException("earmark.work.heartbeat must be 1 ms or more.");
        }
        if (shutdown.isNegative()) {
            throw new IllegalArgumentException("earmark.work.shutdown must not be negative.");
        }
        if (heartbeat.multipliedBy(3).compareTo(lease) > 0) {
            throw new IllegalArgumentException(
                    "earmark.work.heartbeat (" + heartbeat + ") must be at most a third of earmark.work.lease (" + lease
                            + "): set a shorter heartbeat or a longer lease.");
        }
        if (concurrency < 1) {
            throw new IllegalArgumentException("earmark.work.concurrency must be 1 or more.");
        }
        if (prefetch < 1 || prefetch > MOST_PREFETCHED) {
            throw new IllegalArgumentException("earmark.work.prefetch must be 1 to " + MOST_PREFETCHED + ".");
        }
    }

    String workerName() {
        return name != null ? name : hostName() + "/" + ProcessHandle.current().pid();
    }

    private static String hostName() {
        String host = System.getenv("HOSTNAME");
        return host == null || host.isBlank() ? "worker" : host;
    }
}
