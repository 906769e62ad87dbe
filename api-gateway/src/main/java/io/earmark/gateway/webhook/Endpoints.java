package io.earmark.gateway.webhook;

import static io.earmark.store.Timestamps.instant;
import static io.earmark.store.Timestamps.required;
import static io.earmark.store.Timestamps.utc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of endpoints. Every look-up is bound to a tenant. */
@Component
class Endpoints {

    private static final String INSERT = """
            insert into webhook_endpoint (id, tenant, kind, url, description, types, payload, state, created_at)
            values (:id, :tenant, :kind, :url, :description, cast(:types as text[]), :payload, 'ENABLED', :now)
            """;
    /** Who names a URL again wants it to be called, whatever became of it before. */
    private static final String CALLBACK = INSERT + """
            on conflict (tenant, url) where kind = 'CALLBACK' do update
            set state = 'ENABLED', notice = null,
                failing_since = case when webhook_endpoint.state = 'ENABLED' then webhook_endpoint.failing_since end
            returning id
            """;

    private static final String UPDATE = """
            update webhook_endpoint
            set url = :url, description = :description, types = cast(:types as text[]), payload = :payload
            where id = :id
            """;
    private static final String PAGE = """
            select * from webhook_endpoint
            where tenant = :tenant and kind = :kind
              and (cast(:after as uuid) is null or (created_at, id) <
                   (select created_at, id from webhook_endpoint where id = cast(:after as uuid) and tenant = :tenant))
            order by created_at desc, id desc
            limit :limit
            """;
    private static final String ENABLE = """
            update webhook_endpoint
            set state = 'ENABLED', notice = null, failing_since = null, unanswered = 0, blocked_until = null, slow = false
            where id = :id
            """;
    private static final String DISABLE =
            "update webhook_endpoint set state = 'DISABLED', notice = :notice where id = :id and state <> 'DISABLED'";
    private static final String GIVE_UP = """
            update webhook_delivery set state = 'FAILED', leased_until = null, finished_at = :now
            where endpoint_id = :id and state = 'PENDING'
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    Endpoints(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    Endpoint insert(
            String tenant, String url, @Nullable String description, List<String> types, Endpoint.Payload payload) {
        UUID id = UUID.randomUUID();
        inserting(INSERT, id, tenant, Endpoint.Kind.ENDPOINT, url, types, payload)
                .param("description", description)
                .update();
        return find(tenant, id).orElseThrow();
    }

    /** The endpoint of a callback's URL; made if it is new. */
    UUID callback(String tenant, String url) {
        return inserting(
                        CALLBACK,
                        UUID.randomUUID(),
                        tenant,
                        Endpoint.Kind.CALLBACK,
                        url,
                        List.of(),
                        Endpoint.Payload.THIN)
                .param("description", null)
                .query(UUID.class)
                .single();
    }

    private JdbcClient.StatementSpec inserting(
            String sql,
            UUID id,
            String tenant,
            Endpoint.Kind kind,
            String url,
            List<String> types,
            Endpoint.Payload payload) {
        return jdbc.sql(sql)
                .param("id", id)
                .param("tenant", tenant)
                .param("kind", kind.name())
                .param("url", url)
                .param("types", array(types))
                .param("payload", payload.name())
                .param("now", utc(clock.instant()));
    }

    void update(Endpoint endpoint) {
        jdbc.sql(UPDATE)
                .param("id", endpoint.id())
                .param("url", endpoint.url())
                .param("description", endpoint.description())
                .param("types", array(endpoint.types()))
                .param("payload", endpoint.payload().name())
                .update();
    }

    /** Types are plain words: no quoting is needed. */
    private static String array(List<String> types) {
        return "{" + String.join(",", types) + "}";
    }

    void enable(UUID id) {
        jdbc.sql(ENABLE).param("id", id).update();
    }

    /** What waits for it is given up. The caller holds the transaction. */
    void disable(UUID id, String notice) {
        jdbc.sql(DISABLE).param("id", id).param("notice", notice).update();
        jdbc.sql(GIVE_UP).param("id", id).param("now", utc(clock.instant())).update();
    }

    boolean delete(String tenant, UUID id) {
        return jdbc.sql("delete from webhook_endpoint where id = :id and tenant = :tenant")
                        .param("id", id)
                        .param("tenant", tenant)
                        .update()
                == 1;
    }

    Optional<Endpoint> find(String tenant, UUID id) {
        return jdbc.sql("select * from webhook_endpoint where id = :id and tenant = :tenant")
                .param("id", id)
                .param("tenant", tenant)
                .query(Endpoints::row)
                .optional();
    }

    /** The newest first. */
    List<Endpoint> page(String tenant, Endpoint.Kind kind, @Nullable UUID after, int limit) {
        return jdbc.sql(PAGE)
                .param("tenant", tenant)
                .param("kind", kind.name())
                .param("after", after)
                .param("limit", limit)
                .query(Endpoints::row)
                .list();
    }

    long count(String tenant) {
        return jdbc.sql("select count(*) from webhook_endpoint where tenant = :tenant and kind = 'ENDPOINT'")
                .param("tenant", tenant)
                .query(Long.class)
                .single();
    }

    private static Endpoint row(ResultSet row, int number) throws SQLException {
        return new Endpoint(
                row.getObject("id", UUID.class),
                row.getString("tenant"),
                Endpoint.Kind.valueOf(row.getString("kind")),
                row.getString("url"),
                row.getString("description"),
                List.of((String[]) row.getArray("types").getArray()),
                Endpoint.Payload.valueOf(row.getString("payload")),
                Endpoint.State.valueOf(row.getString("state")),
                row.getString("notice"),
                required(row, "created_at"),
                instant(row, "failing_since"));
    }
}
