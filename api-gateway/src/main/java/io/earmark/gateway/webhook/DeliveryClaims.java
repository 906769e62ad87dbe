package io.earmark.gateway.webhook;

import static io.earmark.store.Timestamps.required;
import static io.earmark.store.Timestamps.utc;

import io.earmark.store.Event;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Hands out what is due, to one gateway at a time and under a lease: who dies in mid-delivery only has it repeated. */
@Component
class DeliveryClaims {

    /** So that two gateways together keep an endpoint's limit too: each sees what the other has taken. */
    private static final String ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtext('webhook_delivery'))";

    /**
     * Leaps from endpoint to endpoint along the index, so that its cost does not grow with the backlog of one that is dead.
     * Of deliveries about the same call an endpoint is given the first only: the second goes when that one is done with.
     */
    private static final String CLAIM = """
            with recursive waiting (endpoint_id) as (
                (select endpoint_id from webhook_delivery where state = 'PENDING' order by endpoint_id limit 1)
                union all
                select (select later.endpoint_id from webhook_delivery later
                        where later.state = 'PENDING' and later.endpoint_id > waiting.endpoint_id
                        order by later.endpoint_id limit 1)
                from waiting where waiting.endpoint_id is not null
            ), ready as (
                select endpoint.id,
                       case when endpoint.unanswered > 0 then 1 else :perEndpoint end
                       - (select count(*) from webhook_delivery busy
                          where busy.endpoint_id = endpoint.id and busy.leased_until is not null
                            and busy.leased_until > :now) as room
                from waiting join webhook_endpoint endpoint on endpoint.id = waiting.endpoint_id
                where endpoint.state = 'ENABLED' and endpoint.slow = :slow
                  and (endpoint.blocked_until is null or endpoint.blocked_until <= :now)
            ), chosen as (
                select due.number
                from ready cross join lateral (
                    select number, due_at from webhook_delivery delivery
                    where endpoint_id = ready.id and state = 'PENDING' and due_at <= :now
                      and (leased_until is null or leased_until <= :now)
                      and not exists (
                          select from webhook_delivery earlier
                          where earlier.endpoint_id = delivery.endpoint_id and earlier.about = delivery.about
                            and earlier.state = 'PENDING' and earlier.number < delivery.number)
                    order by due_at, number
                    limit greatest(ready.room, 0)
                    for update of delivery skip locked
                ) due
                order by due.due_at, due.number
                limit :limit
            ), claimed as (
                update webhook_delivery delivery
                set leased_until = :until, attempts = attempts + 1, tries = tries + 1
                from chosen
                where chosen.number = delivery.number
                returning delivery.*
            ), noted as (
                insert into webhook_attempt (delivery, attempt, started_at) select number, attempts, :now from claimed
            )
            select claimed.number, claimed.attempts, claimed.tries, claimed.body,
                   endpoint.id as endpoint, endpoint.kind, endpoint.url, endpoint.payload, endpoint.tenant,
                   event.id as event, event.type, event.job_id, event.call_id, event.batch_id, event.detail, event.occurred_at
            from claimed
            join webhook_endpoint endpoint on endpoint.id = claimed.endpoint_id
            join event on event.id = claimed.event_id
            order by claimed.number
            """;

    private static final String KEEP_BODY =
            "update webhook_delivery set body = :body where number = :number and attempts = :attempt";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final WebhookSettings settings;
    private final Clock clock;

    DeliveryClaims(
            JdbcClient jdbc,
            TransactionTemplate storeTransaction,
            JsonMapper json,
            WebhookSettings settings,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = storeTransaction;
        this.json = json;
        this.settings = settings;
        this.clock = clock;
    }

    /** @param slow of endpoints that let others wait, or of those that do not */
    List<Claimed> claim(boolean slow, int limit) {
        Instant now = clock.instant();
        List<Claimed> claimed = transaction.execute(status -> {
            jdbc.sql(ONE_AT_A_TIME).query((row, number) -> true).single();
            return jdbc.sql(CLAIM)
                    .param("slow", slow)
                    .param("perEndpoint", settings.perEndpoint())
                    .param("limit", limit)
                    .param("now", utc(now))
                    .param("until", utc(now.plus(settings.lease())))
                    .query(this::row)
                    .list();
        });
        return claimed == null ? List.of() : claimed;
    }

    /** Each attempt sends the same bytes, whatever has become of the job since. */
    void keepBody(Claimed delivery, String body) {
        jdbc.sql(KEEP_BODY)
                .param("body", body)
                .param("number", delivery.number())
                .param("attempt", delivery.attempt())
                .update();
    }

    private Claimed row(ResultSet row, int number) throws SQLException {
        return new Claimed(
                row.getLong("number"),
                row.getInt("attempts"),
                row.getInt("tries"),
                row.getObject("endpoint", UUID.class),
                Endpoint.Kind.valueOf(row.getString("kind")),
                row.getString("url"),
                Endpoint.Payload.valueOf(row.getString("payload")),
                row.getString("tenant"),
                row.getObject("event", UUID.class),
                row.getString("type"),
                row.getObject("job_id", UUID.class),
                row.getObject("call_id", UUID.class),
                row.getObject("batch_id", UUID.class),
                json.readValue(row.getString("detail"), Event.Detail.class),
                required(row, "occurred_at"),
                row.getString("body"));
    }
}
