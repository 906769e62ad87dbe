package io.earmark.gateway.batch;

import static io.earmark.store.Timestamps.utc;

import io.earmark.job.JobId;
import io.earmark.store.Event;
import io.earmark.store.Events;
import io.earmark.store.Jobs;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sees which items have ended, and with the last of them their batch. The engine knows nothing of batches: what becomes of a
 * call's jobs is read from them, so that a job's end costs nothing more for being a batch's. Every gateway may do so at any
 * time; a batch ends once, and its event is written in that transaction.
 */
@Component
class BatchEnds {

    /** A call is over when it is coached, or when one of its stages was given up or cancelled. One that is gone, too. */
    private static final String ITEMS = """
            with over as (
                select item.batch_id, item.number, last.state as job, last.failure
                from batch_item item left join lateral (
                    select job.state, job.kind, job.failure from job
                    where job.call_id = item.call_id and job.kind in ('TRANSCRIBE', 'COACH')
                    order by job.kind = 'COACH' desc, job.created_at desc
                    limit 1) as last on true
                where item.state = 'PROCESSING'
                  and (last.state is null or last.state in ('FAILED', 'CANCELLED')
                       or (last.kind = 'COACH' and last.state = 'SUCCEEDED'))
                for update of item skip locked
            )
            update batch_item item
            set state = coalesce(over.job, 'FAILED'), ended_at = :now,
                error = case when over.job is null then cast(:gone as jsonb)
                             when over.job = 'FAILED' then over.failure end
            from over
            where item.batch_id = over.batch_id and item.number = over.number and item.state = 'PROCESSING'
            """;

    private static final String GONE = """
            {"type": "call-deleted", "title": "The call was deleted", "detail": "It was deleted before it was done."}
            """;
    private static final String BATCHES = """
            update batch set state = case when cancelled_at is null then 'COMPLETED' else 'CANCELLED' end, finished_at = :now
            where state = 'OPEN'
              and not exists (select from batch_item
                              where batch_id = batch.id and state in ('AWAITING_UPLOAD', 'WAITING', 'PROCESSING'))
            returning *
            """;
    /** Those that a cancelled batch has in the engine still: a stage may have followed another just then. */
    private static final String TO_CANCEL = """
            select batch.tenant, job.id
            from batch join batch_item item on item.batch_id = batch.id and item.state = 'PROCESSING'
            join job on job.call_id = item.call_id and job.kind in ('TRANSCRIBE', 'COACH')
              and job.state in ('QUEUED', 'RUNNING', 'RETRYING') and not job.cancel_requested
            where batch.state = 'OPEN' and batch.cancelled_at is not null
            limit 500
            """;

    private record Live(String tenant, JobId job) {}

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final BatchTable batches;
    private final Events events;
    private final Jobs jobs;
    private final Clock clock;

    BatchEnds(
            JdbcClient jdbc,
            TransactionTemplate storeTransaction,
            BatchTable batches,
            Events events,
            Jobs jobs,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = storeTransaction;
        this.batches = batches;
        this.events = events;
        this.jobs = jobs;
        this.clock = clock;
    }

    void look() {
        cancelLive();
        transaction.executeWithoutResult(status -> {
            Instant now = clock.instant();
            jdbc.sql(ITEMS).param("now", utc(now)).param("gone", GONE).update();
            List<Batch> ended = jdbc.sql(BATCHES)
                    .param("now", utc(now))
                    .query(BatchTable::row)
                    .list();
            ended.forEach(this::tell);
        });
    }

    private void tell(Batch batch) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        batches.counts(batch.id()).forEach((state, count) -> {
            if (count > 0) {
                counts.put(state.name(), count);
            }
        });
        events.happened(Event.endOf(
                batch.tenant(), batch.id(), new Event.BatchEnd(batch.state().name(), batch.items(), counts)));
    }

    /** What a cancelled batch has in the engine is cancelled as any job is. */
    void cancelLive() {
        List<Live> live = jdbc.sql(TO_CANCEL)
                .query((row, number) -> new Live(row.getString(1), new JobId(row.getObject(2, UUID.class))))
                .list();
        live.forEach(job -> jobs.requestCancel(job.tenant(), job.job()));
    }
}
