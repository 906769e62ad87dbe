package io.earmark.gateway.batch;

import static io.earmark.store.Timestamps.instant;
import static io.earmark.store.Timestamps.utc;

import io.earmark.job.Failure;
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
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The items of batches, as people look at them, upload them and call them off. */
@Component
class ItemTable {

    private static final String SELECT = """
            select item.*, coalesce(call.metadata ->> 'fileName', item.metadata ->> 'fileName') as file_name, call.duration_seconds, first.id as job_id,
                   case when item.state = 'SUCCEEDED' then (
                       select jsonb_array_length(result.body -> 'moments') from result
                       where result.call_id = item.call_id and result.kind = 'COACH'
                       order by result.created_at desc limit 1) end as moments
            from batch_item item
            left join call on call.id = item.call_id
            left join lateral (select id from job where job.call_id = item.call_id and job.kind = 'TRANSCRIBE'
                               order by created_at desc limit 1) as first on true
            where item.batch_id = :batch
            """;
    private static final String ONE = SELECT + " and item.number = :number";
    private static final String PAGE = SELECT + """
             and item.number > :after and (cast(:state as text) is null or item.state = :state)
             and (cast(:reference as text) is null or item.reference = :reference)
            order by item.number
            limit :limit
            """;
    private static final String UPLOADED = """
            update batch_item
            set state = 'WAITING', sha256 = :sha256, audio_key = :key, audio_bytes = :bytes,
                format = cast(:format as jsonb), due_at = :now
            where batch_id = :batch and number = :number and state = 'AWAITING_UPLOAD'
            """;
    private static final String REFUSED = """
            update batch_item set state = 'FAILED', error = cast(:error as jsonb), ended_at = :now
            where batch_id = :batch and number = :number and state = 'AWAITING_UPLOAD'
            """;
    private static final String NEVER_CAME = """
            update batch_item item set state = 'FAILED', error = cast(:error as jsonb), ended_at = :now
            from batch
            where batch.id = item.batch_id and batch.state = 'OPEN' and batch.created_at < :before
              and item.state = 'AWAITING_UPLOAD'
            """;
    private static final String CANCEL_BATCH =
            "update batch set cancelled_at = :now where id = :batch and state = 'OPEN' and cancelled_at is null";
    /** One that is just being fetched loses its claim: what comes of that is dropped. Blobs go with the next sweep. */
    private static final String CANCEL_ITEMS = """
            update batch_item
            set state = 'CANCELLED', ended_at = :now, audio_key = null, claim = null, claimed_until = null
            where batch_id = :batch and state in ('AWAITING_UPLOAD', 'WAITING')
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final Clock clock;

    ItemTable(JdbcClient jdbc, TransactionTemplate storeTransaction, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = storeTransaction;
        this.json = json;
        this.clock = clock;
    }

    /** @param after the number of the last item of the page before; 0 for the first page */
    List<ItemView> page(UUID batch, @Nullable ItemState state, @Nullable String reference, int after, int limit) {
        return jdbc.sql(PAGE)
                .param("batch", batch)
                .param("after", after)
                .param("state", state == null ? null : state.name())
                .param("reference", reference)
                .param("limit", limit)
                .query(this::row)
                .list();
    }

    Optional<ItemView> find(UUID batch, int number) {
        return jdbc.sql(ONE)
                .param("batch", batch)
                .param("number", number)
                .query(this::row)
                .optional();
    }

    /** Its recording is here. False: it waits for none. */
    boolean uploaded(UUID batch, int number, Manifest.Audio audio) {
        return jdbc.sql(UPLOADED)
                        .param("batch", batch)
                        .param("number", number)
                        .param("sha256", audio.blob().sha256())
                        .param("key", audio.blob().key())
                        .param("bytes", audio.blob().bytes())
                        .param("format", json.writeValueAsString(audio.format()))
                        .param("now", utc(clock.instant()))
                        .update()
                == 1;
    }

    /** What was sent is no recording that is taken. */
    void refused(UUID batch, int number, Failure why) {
        jdbc.sql(REFUSED)
                .param("batch", batch)
                .param("number", number)
                .param("error", json.writeValueAsString(why))
                .param("now", utc(clock.instant()))
                .update();
    }

    /** Ends the items of batches older than that whose recordings never came. @return how many */
    int neverCame(Instant before, Failure why) {
        return jdbc.sql(NEVER_CAME)
                .param("before", utc(before))
                .param("error", json.writeValueAsString(why))
                .param("now", utc(clock.instant()))
                .update();
    }

    /** What waits ends at once; what the engine has is left to {@link BatchEnds}. */
    void cancel(UUID batch) {
        transaction.executeWithoutResult(status -> {
            // Who hands items out locks several of them at a time, too.
            jdbc.sql("select pg_advisory_xact_lock(hashtext('batch_item'))")
                    .query((row, number) -> true)
                    .single();
            jdbc.sql(CANCEL_BATCH)
                    .param("batch", batch)
                    .param("now", utc(clock.instant()))
                    .update();
            jdbc.sql(CANCEL_ITEMS)
                    .param("batch", batch)
                    .param("now", utc(clock.instant()))
                    .update();
        });
    }

    private ItemView row(ResultSet row, int index) throws SQLException {
        String error = row.getString("error");
        UUID call = row.getObject("call_id", UUID.class);
        UUID job = row.getObject("job_id", UUID.class);
        return ItemView.of(
                row.getObject("batch_id", UUID.class),
                row.getInt("number"),
                row.getString("reference"),
                ItemState.valueOf(row.getString("state")),
                row.getString("file_name"),
                row.getString("url"),
                row.getString("sha256"),
                call,
                job,
                row.getObject("duration_seconds", Double.class),
                row.getObject("moments", Integer.class),
                error == null ? null : json.readValue(error, Failure.class),
                instant(row, "ended_at"));
    }
}
