package io.earmark.gateway.webhook;

import static io.earmark.store.Timestamps.instant;
import static io.earmark.store.Timestamps.required;
import static io.earmark.store.Timestamps.utc;

import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What was and is to be sent to an endpoint: to look at, and to have sent again. */
@Component
class DeliveryHistory {

    private static final String SELECT = """
            select delivery.number, delivery.id, delivery.event_id, delivery.state, delivery.attempts, delivery.created_at,
                   delivery.due_at, delivery.finished_at, case when :whole then delivery.body end as body, event.type, event.job_id, event.call_id,
                   last.started_at, last.duration_ms, last.status, last.error
            from webhook_delivery delivery
            join event on event.id = delivery.event_id
            left join webhook_attempt last on last.delivery = delivery.number and last.attempt = delivery.attempts
            where delivery.endpoint_id = :endpoint
            """;
    private static final String ONE = SELECT + " and delivery.id = :id";
    private static final String PAGE = SELECT + """
             and (cast(:state as text) is null or delivery.state = :state)
              and (cast(:after as uuid) is null or delivery.number <
                   (select number from webhook_delivery where id = cast(:after as uuid)))
            order by delivery.number desc
            limit :limit
            """;
    private static final String ATTEMPTS =
            "select * from webhook_attempt where delivery = :number order by attempt desc limit 100";
    /** One that is just being attempted is left alone. */
    private static final String REDELIVER = """
            update webhook_delivery
            set state = 'PENDING', tries = 0, due_at = :now, leased_until = null, finished_at = null
            where id = :id and endpoint_id = :endpoint and (leased_until is null or leased_until <= :now)
            """;

    private static final String TEST = """
            with made as (
                insert into event (id, tenant, type, detail, occurred_at)
                select :event, tenant, :type, '{"attempts": 0}', :now from webhook_endpoint where id = :endpoint
                returning id
            )
            insert into webhook_delivery (id, endpoint_id, event_id, about, state, due_at, created_at)
            select :id, :endpoint, id, id, 'PENDING', :now, :now from made
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    DeliveryHistory(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * @param startedAt of the last attempt, as are duration, status and error
     * @param body      where it was asked for alone
     */
    record Row(
            long number,
            UUID id,
            UUID event,
            String type,
            @Nullable UUID job,
            @Nullable UUID call,
            String state,
            int attempts,
            Instant createdAt,
            Instant dueAt,
            @Nullable Instant finishedAt,
            @Nullable Instant startedAt,
            @Nullable Long millis,
            @Nullable Integer status,
            @Nullable String error,
            @Nullable String body) {}

    @Schema(name = "DeliveryAttempt")
    record Attempt(
            int attempt,
            Instant startedAt,
            @Nullable Long durationMillis,
            @Nullable Integer status,
            @Nullable String error,
            @Nullable String answer) {}

    /** The newest first. */
    List<Row> page(UUID endpoint, @Nullable String state, @Nullable UUID after, int limit) {
        return jdbc.sql(PAGE)
                .param("whole", false)
                .param("endpoint", endpoint)
                .param("state", state)
                .param("after", after)
                .param("limit", limit)
                .query(DeliveryHistory::row)
                .list();
    }

    Optional<Row> find(UUID endpoint, UUID id) {
        return jdbc.sql(ONE)
                .param("whole", true)
                .param("endpoint", endpoint)
                .param("id", id)
                .query(DeliveryHistory::row)
                .optional();
    }

    /** The newest first, 100 at most. */
    List<Attempt> attempts(long number) {
        return jdbc.sql(ATTEMPTS)
                .param("number", number)
                .query((row, index) -> new Attempt(
                        row.getInt("attempt"),
                        required(row, "started_at"),
                        row.getObject("duration_ms", Long.class),
                        row.getObject("status", Integer.class),
                        row.getString("error"),
                        row.getString("answer")))
                .list();
    }

    /** The same message again, with its whole schedule before it. */
    void redeliver(UUID endpoint, UUID id) {
        jdbc.sql(REDELIVER)
                .param("endpoint", endpoint)
                .param("id", id)
                .param("now", utc(clock.instant()))
                .update();
    }

    /** A message that means nothing. @return its delivery's id */
    UUID test(UUID endpoint) {
        UUID id = UUID.randomUUID();
        jdbc.sql(TEST)
                .param("endpoint", endpoint)
                .param("id", id)
                .param("event", UUID.randomUUID())
                .param("type", EventTypes.TEST)
                .param("now", utc(clock.instant()))
                .update();
        return id;
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getLong("number"),
                row.getObject("id", UUID.class),
                row.getObject("event_id", UUID.class),
                row.getString("type"),
                row.getObject("job_id", UUID.class),
                row.getObject("call_id", UUID.class),
                row.getString("state"),
                row.getInt("attempts"),
                required(row, "created_at"),
                required(row, "due_at"),
                instant(row, "finished_at"),
                instant(row, "started_at"),
                row.getObject("duration_ms", Long.class),
                row.getObject("status", Integer.class),
                row.getString("error"),
                row.getString("body"));
    }
}
