package io.earmark.gateway.webhook;

import static io.earmark.store.Timestamps.utc;

import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Forgets what is old: events with their deliveries, keys that sign no more, URLs of callbacks that nothing waits for. */
@Component
class WebhookUpkeep {

    private static final Logger log = LoggerFactory.getLogger(WebhookUpkeep.class);
    private static final int BATCH = 5_000;
    private static final String EVENTS = """
            delete from event where id in (select id from event where occurred_at < :before order by occurred_at limit :batch)
            """;
    private static final String KEYS = "delete from webhook_key where expires_at < :now";
    private static final String CALLBACKS = """
            delete from webhook_endpoint endpoint
            where kind = 'CALLBACK' and created_at < :before
              and not exists (select from webhook_delivery where endpoint_id = endpoint.id)
              and not exists (
                  select from batch
                  where callback_id = endpoint.id and (finished_at is null or finished_at >= :before))
              and not exists (
                  select from webhook_callback callback join job
                      on job.id = callback.job_id or job.call_id = callback.call_id
                  where callback.endpoint_id = endpoint.id
                    and (job.finished_at is null or job.finished_at >= :before))
            """;

    private final JdbcClient jdbc;
    private final WebhookSettings settings;
    private final Clock clock;

    WebhookUpkeep(JdbcClient jdbc, WebhookSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${earmark.upkeep.webhooks:10m}")
    void purge() {
        Instant now = clock.instant();
        Instant before = now.minus(settings.keep());
        int events = jdbc.sql(EVENTS)
                .param("before", utc(before))
                .param("batch", BATCH)
                .update();
        jdbc.sql(KEYS).param("now", utc(now)).update();
        jdbc.sql(CALLBACKS).param("before", utc(before)).update();
        if (events > 0) {
            log.info("Forgot {} events of before {}", events, before);
        }
    }
}
