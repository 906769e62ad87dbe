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
 * @param concurrency jobs of each kind at a time
 * @param shutdown    how long a running job may go on when the worker is told to stop, before it is handed back
 * @param scratch     for temporary files; null for the system's temporary directory
 */
@ConfigurationProperties("earmark.work")
record WorkSettings(
        @Nullable String name,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("1s") Duration heartbeat,
        @DefaultValue("1") int concurrency,
        @DefaultValue("20s") Duration shutdown,
        @Nullable Path scratch) {

    WorkSettings {
        if (heartbeat.multipliedBy(3).compareTo(lease) > 0) {
            throw new IllegalArgumentException(
                    "earmark.work.heartbeat (" + heartbeat + ") must be at most a third of earmark.work.lease (" + lease
                            + "): set a shorter heartbeat or a longer lease.");
        }
        if (concurrency < 1) {
            throw new IllegalArgumentException("earmark.work.concurrency must be 1 or more.");
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
