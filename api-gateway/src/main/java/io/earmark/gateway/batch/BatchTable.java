package io.earmark.gateway.batch;

import static io.earmark.store.Timestamps.instant;
import static io.earmark.store.Timestamps.required;
import static io.earmark.store.Timestamps.utc;

import io.earmark.job.Failure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The table of batches, and their items as they are born. Every look-up is bound to a tenant. */
@Component
class BatchTable {

    private static final String INSERT = """
            insert into batch (id, tenant, reference, state, priority, reuse, call_events, callback_id, items, created_at)
            values (:id, :tenant, :reference, 'OPEN', :priority, :reuse, :callEvents, cast(:callback as uuid), :items, :now)
            """;
    /** All in one statement, however many. */
    private static final String INSERT_ITEMS = """
            insert into batch_item (batch_id, number, reference, state, url, sha256, metadata, audio_key, audio_bytes, format,
                                    error, due_at, ended_at)
            select :batch, item.number, item.reference, item.state, item.url, item.sha256, item.metadata, item."audioKey",
                   item."audioBytes", item.format, item.error, :now,
                   case when item.state = 'FAILED' then cast(:now as timestamptz) end
            from jsonb_to_recordset(cast(:items as jsonb)) as item (
                number integer, reference text, state text, url text, sha256 text, metadata jsonb, "audioKey" text,
                "audioBytes" bigint, format jsonb, error jsonb)
            """;

    private static final String FIND = "select * from batch where id = :id and tenant = :tenant";
    private static final String PAGE = """
            select * from batch
            where tenant = :tenant
              and (cast(:reference as text) is null or reference = :reference)
              and (cast(:state as text) is null or state = :state)
              and (cast(:after as uuid) is null
                   or (created_at, id) < (select created_at, id from batch where id = :after and tenant = :tenant))
            order by created_at desc, id desc
            limit :limit
            """;
    private static final String ALL = "select * from batch where id = any(cast(:ids as uuid[]))";
    private static final String COUNTS = """
            select batch_id, state, count(*) from batch_item where batch_id = any(cast(:ids as uuid[])) group by 1, 2
            """;
    /** Read no further than it takes to know that it is enough. */
    private static final String WAITING = """
            select count(*) from (
                select from batch join batch_item item on item.batch_id = batch.id
                where batch.tenant = :tenant and batch.state = 'OPEN' and item.state in ('AWAITING_UPLOAD', 'WAITING')
                limit :most) as waiting
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    BatchTable(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** As the statement above reads them. */
    private record Row(
            int number,
            @Nullable String reference,
            ItemState state,
            @Nullable String url,
            @Nullable String sha256,
            Object metadata,
            @Nullable String audioKey,
            @Nullable Long audioBytes,
            @Nullable Object format,
            @Nullable Failure error) {

        static Row of(int number, Manifest.Item item) {
            Manifest.Audio audio = item.audio();
            return new Row(
                    number,
                    item.reference(),
                    item.state(),
                    item.url(),
                    audio == null ? item.sha256() : audio.blob().sha256(),
                    item.metadata(),
                    audio == null ? null : audio.blob().key(),
                    audio == null ? null : audio.blob().bytes(),
                    audio == null ? null : audio.format(),
                    item.failed());
        }
    }

    /** In the caller's transaction. */
    void insert(Batch batch, boolean callEvents, @Nullable UUID callback, List<Manifest.Item> items) {
        jdbc.sql(INSERT)
                .param("id", batch.id())
                .param("tenant", batch.tenant())
                .param("reference", batch.reference())
                .param("priority", batch.priority())
                .param("reuse", batch.reuse())
                .param("callEvents", callEvents)
                .param("callback", callback)
                .param("items", batch.items())
                .param("now", utc(batch.createdAt()))
                .update();
        List<Row> rows = new ArrayList<>(items.size());
        items.forEach(item -> rows.add(Row.of(rows.size() + 1, item)));
        jdbc.sql(INSERT_ITEMS)
                .param("batch", batch.id())
                .param("items", json.writeValueAsString(rows))
                .param("now", utc(batch.createdAt()))
                .update();
    }

    Optional<Batch> find(String tenant, UUID id) {
        return jdbc.sql(FIND)
                .param("id", id)
                .param("tenant", tenant)
                .query(BatchTable::row)
                .optional();
    }

    /** The newest first; a null filter lets everything pass. */
    List<Batch> page(
            String tenant, @Nullable String reference, Batch.@Nullable State state, @Nullable UUID after, int limit) {
        return jdbc.sql(PAGE)
                .param("tenant", tenant)
                .param("reference", reference)
                .param("state", state == null ? null : state.name())
                .param("after", after)
                .param("limit", limit)
                .query(BatchTable::row)
                .list();
    }

    /** Those that there are. */
    List<Batch> findAll(Set<UUID> ids) {
        return jdbc.sql(ALL)
                .param("ids", ids.toArray(UUID[]::new))
                .query(BatchTable::row)
                .list();
    }

    /** How many items of each batch are in each state; every state is named. */
    Map<UUID, Map<ItemState, Integer>> counts(Set<UUID> ids) {
        Map<UUID, Map<ItemState, Integer>> counts = new HashMap<>();
        for (UUID id : ids) {
            Map<ItemState, Integer> none = new LinkedHashMap<>();
            Arrays.stream(ItemState.values()).forEach(state -> none.put(state, 0));
            counts.put(id, none);
        }
        jdbc.sql(COUNTS).param("ids", ids.toArray(UUID[]::new)).query(row -> {
            Objects.requireNonNull(counts.get(row.getObject(1, UUID.class)))
                    .put(ItemState.valueOf(row.getString(2)), row.getInt(3));
        });
        return counts;
    }

    Map<ItemState, Integer> counts(UUID id) {
        return Objects.requireNonNull(counts(Set.of(id)).get(id));
    }

    /** Items of a tenant that are not in the engine yet; no more than so many are counted. */
    int waiting(String tenant, int most) {
        return jdbc.sql(WAITING)
                .param("tenant", tenant)
                .param("most", most)
                .query(Integer.class)
                .single();
    }

    /** Forgets what ended before; the calls stay. @return how many batches */
    int removeEndedBefore(Instant time, int most) {
        return jdbc.sql("""
                        delete from batch where id in (
                            select id from batch where finished_at < :before limit :most for update skip locked)
                        """).param("before", utc(time)).param("most", most).update();
    }

    static Batch row(ResultSet row, int number) throws SQLException {
        return new Batch(
                row.getObject("id", UUID.class),
                row.getString("tenant"),
                row.getString("reference"),
                Batch.State.valueOf(row.getString("state")),
                row.getInt("priority"),
                row.getBoolean("reuse"),
                row.getInt("items"),
                required(row, "created_at"),
                instant(row, "cancelled_at"),
                instant(row, "finished_at"));
    }
}
