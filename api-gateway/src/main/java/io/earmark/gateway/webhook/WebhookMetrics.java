package io.earmark.gateway.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * {@code earmark_webhook_attempts_seconds{outcome}}: every attempt by what came of it; its count is the number of
 * attempts. {@code earmark_webhook_backlog}: deliveries that wait for their next attempt, and
 * {@code earmark_webhook_oldest_due_seconds}: for how long the oldest of those to enabled endpoints is due. Both are of
 * the whole installation: take the maximum over gateways, not the sum.
 */
@Component
class WebhookMetrics {

    private static final String BACKLOG = "select count(*) from webhook_delivery where state = 'PENDING'";
    private static final String OLDEST = """
            select min(due_at) from webhook_delivery
            where state = 'PENDING' and endpoint_id in (select id from webhook_endpoint where state = 'ENABLED')
            """;

    private final JdbcClient jdbc;
    private final MeterRegistry meters;
    private final Clock clock;
    private final AtomicLong backlog = new AtomicLong();
    private final AtomicLong oldest = new AtomicLong();

    WebhookMetrics(JdbcClient jdbc, MeterRegistry meters, Clock clock) {
        this.jdbc = jdbc;
        this.meters = meters;
        this.clock = clock;
        meters.gauge("earmark.webhook.backlog", backlog);
        meters.gauge("earmark.webhook.oldest.due.seconds", oldest);
    }

    void attempted(Outcome outcome) {
        Timer.builder("earmark.webhook.attempts")
                .tag("outcome", outcome.kind().label())
                .register(meters)
                .record(outcome.took());
    }

    @Scheduled(fixedDelayString = "${earmark.upkeep.gauges:15s}")
    void read() {
        backlog.set(jdbc.sql(BACKLOG).query(Long.class).single());
        Instant now = clock.instant();
        oldest.set(jdbc.sql(OLDEST)
                .query(OffsetDateTime.class)
                .optional()
                .map(due -> Math.max(0, Duration.between(due.toInstant(), now).toSeconds()))
                .orElse(0L));
    }
}
