package io.earmark.gateway.upkeep;

import io.earmark.job.JobKind;
import io.earmark.store.Jobs;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** {@code earmark_jobs{kind,state}} and {@code earmark_outbox_oldest_seconds{kind}}, read from the database. */
@Component
class JobGauges {

    private final Jobs jobs;
    private final Clock clock;
    private final MultiGauge counts;
    private final MultiGauge oldest;

    JobGauges(Jobs jobs, Clock clock, MeterRegistry meters) {
        this.jobs = jobs;
        this.clock = clock;
        this.counts = MultiGauge.builder("earmark.jobs").register(meters);
        this.oldest = MultiGauge.builder("earmark.outbox.oldest.seconds").register(meters);
    }

    @Scheduled(fixedDelayString = "${earmark.upkeep.gauges:15s}", scheduler = UpkeepScheduling.SCHEDULER)
    void read() {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (Jobs.Count count : jobs.counts()) {
            Tags tags =
                    Tags.of("kind", count.kind().label(), "state", count.state().name());
            rows.add(MultiGauge.Row.of(tags, count.jobs()));
        }
        counts.register(rows, true);
        List<MultiGauge.Row<?>> ages = new ArrayList<>();
        for (JobKind kind : JobKind.values()) {
            double seconds = jobs.oldestDue(kind)
                    .map(due ->
                            Math.max(0, Duration.between(due, clock.instant()).toMillis() / 1000.0))
                    .orElse(0.0);
            ages.add(MultiGauge.Row.of(Tags.of("kind", kind.label()), seconds));
        }
        oldest.register(ages, true);
    }
}
