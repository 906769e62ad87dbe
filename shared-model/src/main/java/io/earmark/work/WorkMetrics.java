package io.earmark.work;

import io.earmark.job.JobKind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/**
 * What a worker counts. For each kind, deliveries = duplicates + poison + claims, and claims = the sum of the outcomes
 * in {@code earmark.job.run}, once nothing runs any more.
 */
final class WorkMetrics {

    private final MeterRegistry registry;

    WorkMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void delivered(JobKind kind) {
        count("earmark.job.deliveries", kind);
    }

    void duplicate(JobKind kind) {
        count("earmark.job.duplicates", kind);
    }

    void poison(JobKind kind) {
        count("earmark.job.poison", kind);
    }

    void claimed(JobKind kind) {
        count("earmark.job.claims", kind);
    }

    void ended(JobKind kind, String outcome, Duration taken) {
        Timer.builder("earmark.job.run")
                .tag("kind", kind.label())
                .tag("outcome", outcome)
                .publishPercentileHistogram()
                .register(registry)
                .record(taken);
    }

    private void count(String name, JobKind kind) {
        registry.counter(name, "kind", kind.label()).increment();
    }
}
