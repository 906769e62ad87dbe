package io.earmark.gateway.erasure;

import static io.earmark.store.Timestamps.required;
import static io.earmark.store.Timestamps.utc;

import io.earmark.call.CallId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of calls that are to go, and the receipts. */
@Component
class Erasures {

    private static final TypeReference<Map<String, Integer>> COUNTS = new TypeReference<>() {};

    /** Jobs before the call, in the order in which a completion takes them. */
    private static final String LOCK_JOBS = "select id from job where call_id = :call order by id for update";

    private static final String LOCK_CALL = """
            select audio_sha256, held_at is not null as held from call
            where id = :call and tenant = :tenant
            for update
            """;

    private static final String FILES = """
            select audio_key from call where id = :call
            union
            select audio_key from result where call_id = :call and audio_key is not null
            """;

    /** In this order, for each points at what comes after it. The database removes attempts and the like with their job. */
    private static final Map<String, String> REMOVALS = new LinkedHashMap<>();

    static {
        REMOVALS.put("webhookDeliveries", """
                delete from webhook_delivery using event
                where webhook_delivery.event_id = event.id
                  and (event.call_id = :call or event.job_id in (select id from job where call_id = :call))
                """);
        REMOVALS.put(
                "events",
                "delete from event where call_id = :call or job_id in (select id from job where call_id = :call)");
        REMOVALS.put("idempotencyKeys", """
                delete from idempotency_key
                where tenant = :tenant and job_id in (select id from job where call_id = :call)
                """);
        // It keeps its number, its state and the client's own reference, so that the batch's counts stay right.
        REMOVALS.put("batchItems", """
                update batch_item set metadata = '{}', url = null, sha256 = null, format = null where call_id = :call
                """);
        REMOVALS.put("transcripts", "delete from result where call_id = :call and kind = 'TRANSCRIBE'");
        REMOVALS.put("coachings", "delete from result where call_id = :call and kind = 'COACH'");
        REMOVALS.put("replays", "delete from result where call_id = :call");
        REMOVALS.put("jobs", "delete from job where call_id = :call");
        REMOVALS.put("recordings", "delete from call where id = :call");
    }

    private static final String KEEP = """
            insert into erasure (id, tenant, call_id, erased_at, erased_by, audio_sha256, removed, blobs)
            values (:id, :tenant, :call, :at, :by, :sha256, cast(:removed as json), :blobs)
            """;

    private static final String PAGE = """
            select * from erasure
            where tenant = :tenant
              and (cast(:after as uuid) is null
                   or (erased_at, id) < (select erased_at, id from erasure where id = :after and tenant = :tenant))
            order by erased_at desc, id desc
            limit :limit
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    Erasures(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** A call that is to go. */
    record Doomed(String sha256, boolean held) {}

    /** Until the transaction ends nobody else changes the call or a job of it, or adds one. Empty: no such call. */
    Optional<Doomed> lock(String tenant, CallId call) {
        jdbc.sql(LOCK_JOBS).param("call", call.value()).query(UUID.class).list();
        return jdbc.sql(LOCK_CALL)
                .param("call", call.value())
                .param("tenant", tenant)
                .query((row, number) -> new Doomed(row.getString("audio_sha256"), row.getBoolean("held")))
                .optional();
    }

    List<String> files(CallId call) {
        return jdbc.sql(FILES).param("call", call.value()).query(String.class).list();
    }

    /** @return how many rows of each sort */
    Map<String, Integer> remove(String tenant, CallId call) {
        Map<String, Integer> removed = new LinkedHashMap<>();
        REMOVALS.forEach((what, statement) -> removed.put(
                what,
                jdbc.sql(statement)
                        .params(Map.of("call", call.value(), "tenant", tenant))
                        .update()));
        return removed;
    }

    void keep(Erasure erasure) {
        jdbc.sql(KEEP)
                .param("id", erasure.id())
                .param("tenant", erasure.tenant())
                .param("call", erasure.call().value())
                .param("at", utc(erasure.at()))
                .param("by", erasure.by())
                .param("sha256", erasure.sha256())
                .param("removed", json.writeValueAsString(erasure.removed()))
                .param("blobs", erasure.blobs().toArray(String[]::new))
                .update();
    }

    void filesLeft(UUID id, List<String> blobs) {
        jdbc.sql("update erasure set blobs = :blobs where id = :id")
                .param("blobs", blobs.toArray(String[]::new))
                .param("id", id)
                .update();
    }

    List<Erasure> unfinished(int most) {
        return jdbc.sql("select * from erasure where blobs <> '{}' order by erased_at limit :most")
                .param("most", most)
                .query(this::erasure)
                .list();
    }

    Optional<Erasure> find(String tenant, UUID id) {
        return jdbc.sql("select * from erasure where id = :id and tenant = :tenant")
                .param("id", id)
                .param("tenant", tenant)
                .query(this::erasure)
                .optional();
    }

    /** The newest first. */
    List<Erasure> page(String tenant, @Nullable UUID after, int limit) {
        return jdbc.sql(PAGE)
                .param("tenant", tenant)
                .param("after", after)
                .param("limit", limit)
                .query(this::erasure)
                .list();
    }

    private Erasure erasure(ResultSet row, int number) throws SQLException {
        return new Erasure(
                row.getObject("id", UUID.class),
                row.getString("tenant"),
                new CallId(row.getObject("call_id", UUID.class)),
                required(row, "erased_at"),
                row.getString("erased_by"),
                row.getString("audio_sha256"),
                json.readValue(row.getString("removed"), COUNTS),
                Arrays.asList((String[]) row.getArray("blobs").getArray()));
    }
}
