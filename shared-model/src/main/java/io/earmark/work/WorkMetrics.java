package io.earmark.work;

import io.earmark.job.JobKind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/**
 * What a worker counts, for each kind. Once nothing runs any more, deliveries = duplicates + poison + returned + claims,
 * and claims = the sum of the outcomes in {@code earmark.job.run}. Returned are messages given back to the broker
 * untouched: the database was away, or the worker shut down.
 */
final class WorkMetrics {

    private final MeterRegistry registry;

    WorkMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void duplicate(JobKind kind) {
        delivered("earmark.job.duplicates", kind);
    }

    void poison(JobKind kind) {
        delivered("earmark.job.poison", kind);
    }

    void returned(JobKind kind) {
        delivered("earmark.job.returned", kind);
    }

    void claimed(JobKind kind) {
        delivered("earmark.job.claims", kind);
    }

    /** A job that a message names, or a message that names none; and what became of it. */
    private void delivered(String name, JobKind kind) {
        count("earmark.job.deliveries", kind);
        count(name, kind);
    }

    void ended(JobKind kind, Outcome outcome, Duration taken) {
        Timer.builder("earmark.job.run")
                .tag("kind", kind.label())
                .tag("outcome", outcome.label())
                .publishPercentileHistogram()
                .register(registry)
                .record(taken);
    }

    private void count(String name, JobKind kind) {
        registry.counter(name, "kind", kind.label()).increment();
    }
}
