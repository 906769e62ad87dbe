package io.earmark.gateway.batch;

import static io.earmark.store.Timestamps.utc;

import io.earmark.blob.BlobRef;
import io.earmark.call.AudioFormat;
import io.earmark.call.CallId;
import io.earmark.call.CallMetadata;
import io.earmark.job.Failure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hands out items whose turn it is, each to one gateway at a time and under a claim that runs out if that gateway dies.
 * Whatever is written of an item afterwards is guarded by the claim.
 */
@Component
class ItemClaims {

    /** So that two gateways together keep a batch's window too: each sees what the other has taken. */
    private static final String ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtext('batch_item'))";
    /**
     * Leaps from batch to batch along the index of waiting items, so that its cost grows neither with the items that wait
     * nor with the batches that are done. Tenants take turns. In two forms, so that each finds its index.
     */
    private static final String CLAIM = """
            with recursive waiting (batch_id) as (
                (select batch_id from batch_item where state = 'WAITING' and %1$s order by batch_id limit 1)
                union all
                select (select later.batch_id from batch_item later
                        where later.state = 'WAITING' and later.%1$s and later.batch_id > waiting.batch_id
                        order by later.batch_id limit 1)
                from waiting where waiting.batch_id is not null
            ), ready as (
                select batch.*,
                       :window
                       - (select count(*) from batch_item busy where busy.batch_id = batch.id and busy.state = 'PROCESSING')
                       - (select count(*) from batch_item held
                          where held.batch_id = batch.id and held.claim is not null and held.claimed_until > :now) as room
                from waiting join batch on batch.id = waiting.batch_id
            ), due as (
                select item.batch_id, item.number,
                       row_number() over (partition by ready.tenant
                                          order by ready.priority desc, ready.created_at, item.due_at, item.number) as turn
                from ready cross join lateral (
                    select batch_id, number, due_at from batch_item
                    where batch_id = ready.id and state = 'WAITING' and %1$s and due_at <= :now
                      and (claimed_until is null or claimed_until <= :now)
                    order by due_at, number
                    limit least(greatest(ready.room, 0), :limit)
                ) as item
            ), chosen as (
                select batch_id, number from due order by turn, batch_id, number limit :limit
            ), claimed as (
                update batch_item item set claim = :claim, claimed_until = :until, tries = tries + 1
                from chosen
                where item.batch_id = chosen.batch_id and item.number = chosen.number and item.state = 'WAITING'
                  and (item.claimed_until is null or item.claimed_until <= :now)
                returning item.*
            )
            select claimed.*, batch.tenant, batch.priority, batch.reuse,
                   case when batch.call_events then batch.callback_id end as call_events
            from claimed join batch on batch.id = claimed.batch_id
            order by claimed.batch_id, claimed.number
            """;

    private static final String CLAIM_HERE = CLAIM.formatted("audio_key is not null");
    private static final String CLAIM_TO_FETCH = CLAIM.formatted("audio_key is null");
    private static final String RENEW =
            "update batch_item set claimed_until = :until where claim is not null and claim = any(:claims)";
    private static final String HELD =
            " where batch_id = :batch and number = :number and claim is not null and claim = :claim";
    private static final String STILL_HELD = "select true from batch_item" + HELD + " for update";
    /** What is told of the call is the call's from here on, and is forgotten with it. */
    private static final String PROCESSING = """
            update batch_item
            set state = 'PROCESSING', call_id = :call, sha256 = :sha256, metadata = '{}', audio_key = null, claim = null, claimed_until = null,
                error = null
            """ + HELD;

    private static final String FAIL = """
            update batch_item
            set state = 'FAILED', error = cast(:error as jsonb), ended_at = :now, audio_key = null, claim = null,
                claimed_until = null
            """ + HELD;
    private static final String PUT_BACK = """
            update batch_item
            set due_at = :due, tries = tries - :uncounted, error = coalesce(cast(:error as jsonb), error), claim = null,
                claimed_until = null
            """ + HELD;
    private static final String RELEASE = """
            update batch_item set claim = null, claimed_until = null, tries = tries - 1
            where claim is not null and claim = any(:claims)
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final BatchSettings settings;
    private final Clock clock;

    ItemClaims(
            JdbcClient jdbc,
            TransactionTemplate storeTransaction,
            JsonMapper json,
            BatchSettings settings,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = storeTransaction;
        this.json = json;
        this.settings = settings;
        this.clock = clock;
    }

    /** @param toFetch those that are yet to be fetched, or those that are here */
    List<ClaimedItem> claim(boolean toFetch, int limit) {
        Instant now = clock.instant();
        List<ClaimedItem> claimed = transaction.execute(status -> {
            jdbc.sql(ONE_AT_A_TIME).query((row, number) -> true).single();
            return jdbc.sql(toFetch ? CLAIM_TO_FETCH : CLAIM_HERE)
                    .param("window", settings.window())
                    .param("limit", limit)
                    .param("claim", UUID.randomUUID())
                    .param("now", utc(now))
                    .param("until", utc(now.plus(settings.claim())))
                    .query(this::row)
                    .list();
        });
        return claimed == null ? List.of() : claimed;
    }

    void renew(Collection<UUID> claims) {
        jdbc.sql(RENEW)
                .param("claims", claims.toArray(UUID[]::new))
                .param("until", utc(clock.instant().plus(settings.claim())))
                .update();
    }

    /** For another gateway, at once; the try does not count. */
    void release(Collection<UUID> claims) {
        jdbc.sql(RELEASE).param("claims", claims.toArray(UUID[]::new)).update();
    }

    /** Whether it is still this gateway's, and stays so to the end of the caller's transaction. */
    boolean isHeld(ClaimedItem item) {
        return held(STILL_HELD, item).query((row, number) -> true).optional().isPresent();
    }

    /** It is a call now; the caller's transaction has made sure that it {@link #isHeld}. */
    void processing(ClaimedItem item, CallId call, String sha256) {
        held(PROCESSING, item)
                .param("call", call.value())
                .param("sha256", sha256)
                .update();
    }

    /** It will never be a call. */
    void fail(ClaimedItem item, Failure why) {
        held(FAIL, item)
                .param("error", json.writeValueAsString(why))
                .param("now", utc(clock.instant()))
                .update();
    }

    /** To be tried again after a while. @param why as people see it meanwhile */
    void putBack(ClaimedItem item, Duration wait, Failure why) {
        back(item, wait, why, 0);
    }

    /** The same, for nothing that the item could help: the try does not count. */
    void putOff(ClaimedItem item, Duration wait) {
        back(item, wait, null, 1);
    }

    private void back(ClaimedItem item, Duration wait, @Nullable Failure why, int uncounted) {
        held(PUT_BACK, item)
                .param("due", utc(clock.instant().plus(wait)))
                .param("uncounted", uncounted)
                .param("error", why == null ? null : json.writeValueAsString(why))
                .update();
    }

    private JdbcClient.StatementSpec held(String statement, ClaimedItem item) {
        return jdbc.sql(statement)
                .param("batch", item.batch())
                .param("number", item.number())
                .param("claim", item.claim());
    }

    private ClaimedItem row(ResultSet row, int number) throws SQLException {
        String key = row.getString("audio_key");
        String sha256 = row.getString("sha256");
        Manifest.Audio audio = key == null
                ? null
                : new Manifest.Audio(
                        new BlobRef(key, String.valueOf(sha256), row.getLong("audio_bytes")),
                        json.readValue(row.getString("format"), AudioFormat.class));
        return new ClaimedItem(
                row.getObject("batch_id", UUID.class),
                row.getInt("number"),
                row.getObject("claim", UUID.class),
                row.getInt("tries"),
                row.getString("tenant"),
                row.getInt("priority"),
                row.getBoolean("reuse"),
                row.getObject("call_events", UUID.class),
                row.getString("url"),
                sha256,
                json.readValue(row.getString("metadata"), CallMetadata.class),
                audio);
    }
}
