package io.earmark.store;

import static io.earmark.store.Timestamps.utc;

import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@link Events} in PostgreSQL: one statement, and three looks at an index where nobody wants to know. */
final class JdbcEvents implements Events {

    private static final String HAPPENED = """
            with target as (
                select id from webhook_endpoint
                where tenant = :tenant and kind = 'ENDPOINT' and state <> 'DISABLED'
                  and (types = '{}' or :type = any(types))
                union
                select endpoint_id from webhook_callback where job_id = cast(:job as uuid)
                union
                select endpoint_id from webhook_callback where call_id = cast(:stageOf as uuid)
                union
                select callback_id from batch where id = cast(:batch as uuid) and callback_id is not null
            ), made as (
                insert into event (id, tenant, type, job_id, call_id, batch_id, detail, occurred_at)
                select :id, :tenant, :type, cast(:job as uuid), cast(:call as uuid), cast(:batch as uuid),
                       cast(:detail as jsonb), :now
                where exists (select from target)
                returning id
            )
            insert into webhook_delivery (id, endpoint_id, event_id, about, state, due_at, created_at)
            select gen_random_uuid(), target.id, made.id, coalesce(cast(:call as uuid), cast(:job as uuid), cast(:batch as uuid), made.id),
                   'PENDING', :now, :now
            from made cross join target
            """;

    /**
     * Whether anybody might want to hear of the end of the job {@code done}: what {@link #HAPPENED} would find for it is found
     * here, whatever the type of the event. A new sort of target for jobs goes into both.
     */
    static final String HEARD = """
            exists (select from webhook_endpoint where tenant = done.tenant and kind = 'ENDPOINT' and state <> 'DISABLED')
            or exists (select from webhook_callback where job_id = done.id)
            or exists (select from webhook_callback where call_id = done.call_id)
            """;

    private final JdbcClient jdbc;
    private final Json json;
    private final Clock clock;

    JdbcEvents(JdbcClient jdbc, Json json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public void happened(Event event) {
        @Nullable UUID call = event.callId() == null ? null : event.callId().value();
        jdbc.sql(HAPPENED)
                .param("id", UUID.randomUUID())
                .param("tenant", event.tenant())
                .param("type", event.type())
                .param("job", event.jobId() == null ? null : event.jobId().value())
                .param("call", call)
                .param("stageOf", event.stage() ? call : null)
                .param("batch", event.batchId())
                .param("detail", json.write(event.detail()))
                .param("now", utc(clock.instant()))
                .update();
    }
}
