package io.earmark.gateway.webhook;

import static io.earmark.store.Timestamps.utc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes what came of an attempt: for the delivery, and for its endpoint. */
@Component
class DeliveryOutcomes {

    private static final Logger log = LoggerFactory.getLogger(DeliveryOutcomes.class);

    private static final String NOTE = """
            update webhook_attempt set duration_ms = :took, status = :status, error = :error, answer = :answer
            where delivery = :number and attempt = :attempt
            """;
    /** Only by who still holds it: after a lease that ran out another attempt counts. */
    private static final String DONE = """
            update webhook_delivery set state = :state, due_at = coalesce(cast(:due as timestamptz), due_at),
                   leased_until = null, finished_at = case when :state <> 'PENDING' then cast(:now as timestamptz) end
            where number = :number and attempts = :attempt and state = 'PENDING'
            """;
    /** Mostly nothing is to be written. */
    private static final String WELL = """
            update webhook_endpoint set failing_since = null, unanswered = 0, blocked_until = null, slow = :slow
            where id = :id and (failing_since is not null or unanswered > 0 or blocked_until is not null or slow <> :slow)
            """;

    private static final String ILL = """
            update webhook_endpoint
            set failing_since = coalesce(failing_since, :now),
                unanswered = case when :unavailable then unanswered + 1 else 0 end,
                slow = :slow
            where id = :id
            returning unanswered
            """;
    private static final String BLOCK = """
            update webhook_endpoint set blocked_until = greatest(blocked_until, cast(:until as timestamptz)) where id = :id
            """;
    private static final String PAUSE = """
            update webhook_endpoint set state = 'PAUSED', notice = :notice
            where id = :id and state = 'ENABLED' and failing_since <= :before
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Endpoints endpoints;
    private final RetrySchedule schedule;
    private final WebhookSettings settings;
    private final Clock clock;

    @Autowired
    DeliveryOutcomes(
            JdbcClient jdbc,
            TransactionTemplate storeTransaction,
            Endpoints endpoints,
            WebhookSettings settings,
            Clock clock) {
        this(
                jdbc,
                storeTransaction,
                endpoints,
                new RetrySchedule(
                        settings.retries(), () -> ThreadLocalRandom.current().nextDouble()),
                settings,
                clock);
    }

    DeliveryOutcomes(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            Endpoints endpoints,
            RetrySchedule schedule,
            WebhookSettings settings,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.endpoints = endpoints;
        this.schedule = schedule;
        this.settings = settings;
        this.clock = clock;
    }

    void record(Claimed delivery, Outcome outcome) {
        transaction.executeWithoutResult(status -> {
            note(delivery, outcome);
            if (outcome.kind() == Outcome.Kind.DELIVERED) {
                done(delivery, "DELIVERED", null);
                jdbc.sql(WELL)
                        .param("id", delivery.endpoint())
                        .param("slow", outcome.isSlow())
                        .update();
            } else {
                failed(delivery, outcome);
            }
        });
    }

    private void failed(Claimed delivery, Outcome outcome) {
        Instant now = clock.instant();
        Optional<Duration> next = outcome.kind() == Outcome.Kind.GONE
                ? Optional.empty()
                : schedule.after(delivery.tries()).map(wait -> longer(wait, outcome.retryAfter()));
        done(
                delivery,
                next.isPresent() ? "PENDING" : "FAILED",
                next.map(now::plus).orElse(null));
        int unanswered = jdbc.sql(ILL)
                .param("id", delivery.endpoint())
                .param("now", utc(now))
                .param("unavailable", outcome.kind() == Outcome.Kind.UNAVAILABLE)
                .param("slow", outcome.isSlow())
                .query(Integer.class)
                .optional()
                .orElse(0);
        if (outcome.kind() == Outcome.Kind.GONE) {
            log.info("Endpoint {} answered 410 and is disabled", delivery.endpoint());
            endpoints.disable(
                    delivery.endpoint(), "It answered 410 Gone at " + shown(now) + ": nothing is sent there any more.");
            return;
        }
        if (outcome.kind() == Outcome.Kind.UNAVAILABLE && unanswered > 0) {
            Duration rest = longer(schedule.breakAfter(unanswered), outcome.retryAfter());
            jdbc.sql(BLOCK)
                    .param("id", delivery.endpoint())
                    .param("until", utc(now.plus(rest)))
                    .update();
        }
        pauseIfHopeless(delivery, now, outcome);
    }

    private void pauseIfHopeless(Claimed delivery, Instant now, Outcome outcome) {
        int paused = jdbc.sql(PAUSE)
                .param("id", delivery.endpoint())
                .param("before", utc(now.minus(settings.pauseAfter())))
                .param(
                        "notice",
                        "Paused at " + shown(now) + ": nothing got through for "
                                + settings.pauseAfter().toHours()
                                + " hours. Last: " + outcome.error()
                                + " Events wait; PATCH {\"enabled\": true} has them"
                                + " sent.")
                .update();
        if (paused > 0) {
            log.info("Endpoint {} is paused", delivery.endpoint());
        }
    }

    private static String shown(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static Duration longer(Duration wait, @Nullable Duration wish) {
        return wish != null && wish.compareTo(wait) > 0 ? wish : wait;
    }

    private void note(Claimed delivery, Outcome outcome) {
        jdbc.sql(NOTE)
                .param("number", delivery.number())
                .param("attempt", delivery.attempt())
                .param("took", outcome.took().toMillis())
                .param("status", outcome.status())
                .param("error", outcome.error())
                .param("answer", outcome.answer())
                .update();
    }

    private void done(Claimed delivery, String state, @Nullable Instant due) {
        jdbc.sql(DONE)
                .param("number", delivery.number())
                .param("attempt", delivery.attempt())
                .param("state", state)
                .param("due", due == null ? null : utc(due))
                .param("now", utc(clock.instant()))
                .update();
    }
}
