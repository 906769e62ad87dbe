package io.earmark.gateway.batch;

import static io.earmark.store.Timestamps.utc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How far batches are, and how long they may take. */
@Component
class BatchProgress {

    /** What a transcription takes of a call's time; coaching takes the rest. */
    private static final double TRANSCRIBING = 0.9;

    private static final Duration LOOK_BACK = Duration.ofMinutes(10);
    private static final String IN_THE_ENGINE = """
            select coalesce(sum(case when last.kind = 'COACH' then :transcribing + (1 - :transcribing) * last.progress
                                     else :transcribing * last.progress end), 0)
            from batch_item item cross join lateral (
                select kind, progress from job
                where job.call_id = item.call_id and job.kind in ('TRANSCRIBE', 'COACH')
                order by kind = 'COACH' desc, created_at desc
                limit 1) as last
            where item.batch_id = :batch and item.state = 'PROCESSING'
            """;
    private static final String ENDED_LATELY =
            "select count(*) from batch_item where batch_id = :batch and ended_at > :since and call_id is not null";

    private final JdbcClient jdbc;
    private final BatchTable batches;
    private final Clock clock;

    BatchProgress(JdbcClient jdbc, BatchTable batches, Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.clock = clock;
    }

    BatchView view(Batch batch) {
        Map<ItemState, Integer> counts = batches.counts(batch.id());
        if (batch.state() != Batch.State.OPEN) {
            return BatchView.of(batch, counts, 1, OptionalLong.empty());
        }
        int ended = of(counts, ItemState.SUCCEEDED) + of(counts, ItemState.FAILED) + of(counts, ItemState.CANCELLED);
        double begun = jdbc.sql(IN_THE_ENGINE)
                .param("batch", batch.id())
                .param("transcribing", TRANSCRIBING)
                .query(Double.class)
                .single();
        double left = of(counts, ItemState.WAITING) + of(counts, ItemState.PROCESSING) - begun;
        return BatchView.of(batch, counts, Math.min(1, (ended + begun) / batch.items()), seconds(batch, left));
    }

    private static int of(Map<ItemState, Integer> counts, ItemState state) {
        return counts.getOrDefault(state, 0);
    }

    /** As fast as it went in the last ten minutes. Empty while nothing has been done in them. */
    private OptionalLong seconds(Batch batch, double left) {
        Instant now = clock.instant();
        Instant since = now.minus(LOOK_BACK).isBefore(batch.createdAt()) ? batch.createdAt() : now.minus(LOOK_BACK);
        long ended = jdbc.sql(ENDED_LATELY)
                .param("batch", batch.id())
                .param("since", utc(since))
                .query(Long.class)
                .single();
        double took = Duration.between(since, now).toMillis() / 1000.0;
        return ended == 0 || left <= 0 ? OptionalLong.empty() : OptionalLong.of((long) Math.ceil(left * took / ended));
    }
}
