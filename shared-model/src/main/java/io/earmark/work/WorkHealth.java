package io.earmark.work;

import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether the broker sends this worker messages of every kind it has a handler for. Part of readiness, not of liveness:
 * to restart a worker mends neither a broker nor a database.
 */
final class WorkHealth implements HealthIndicator {

    private final JobConsumers consumers;

    WorkHealth(JobConsumers consumers) {
        this.consumers = consumers;
    }

    @Override
    public Health health() {
        List<String> idle = consumers.intakes().stream()
                .filter(intake -> !intake.isConsuming())
                .map(Intake::queue)
                .distinct()
                .toList();
        return idle.isEmpty()
                ? Health.up().build()
                : Health.down().withDetail("not-consuming", idle).build();
    }
}
