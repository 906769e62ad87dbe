package io.earmark.gateway.batch;

import static io.earmark.store.Timestamps.utc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How far batches are, and how long they may take. */
@Component
class BatchProgress {

    /** What a transcription takes of a call's time; coaching takes the rest. */
    private static final double TRANSCRIBING = 0.9;

    private static final Duration LOOK_BACK = Duration.ofMinutes(10);
    private static final String IN_THE_ENGINE = """
            select item.batch_id, sum(case when last.kind = 'COACH' then :transcribing + (1 - :transcribing) * last.progress
                                           else :transcribing * last.progress end)
            from batch_item item cross join lateral (
                select kind, progress from job
                where job.call_id = item.call_id and job.kind in ('TRANSCRIBE', 'COACH')
                order by kind = 'COACH' desc, created_at desc
                limit 1) as last
            where item.batch_id = any(cast(:batches as uuid[])) and item.state = 'PROCESSING'
            group by item.batch_id
            """;
    private static final String ENDED_LATELY = """
            select batch_id, count(*) from batch_item
            where batch_id = any(cast(:batches as uuid[])) and ended_at > :since and call_id is not null
            group by batch_id
            """;

    private final JdbcClient jdbc;
    private final BatchTable batches;
    private final Clock clock;

    BatchProgress(JdbcClient jdbc, BatchTable batches, Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.clock = clock;
    }

    BatchView view(Batch batch) {
        return views(List.of(batch)).get(0);
    }

    /** Of all of them with three questions, however many they are. */
    List<BatchView> views(List<Batch> all) {
        Set<UUID> ids = ids(all.stream());
        Map<UUID, Map<ItemState, Integer>> counts = batches.counts(ids);
        Set<UUID> open = ids(all.stream().filter(batch -> batch.state() == Batch.State.OPEN));
        if (open.isEmpty()) {
            return all.stream().map(batch -> ended(batch, of(counts, batch))).toList();
        }
        UUID[] asked = open.toArray(UUID[]::new);
        Map<UUID, Double> begun =
                sums(jdbc.sql(IN_THE_ENGINE).param("batches", asked).param("transcribing", TRANSCRIBING));
        Instant now = clock.instant();
        Map<UUID, Double> lately =
                sums(jdbc.sql(ENDED_LATELY).param("batches", asked).param("since", utc(now.minus(LOOK_BACK))));
        return all.stream()
                .map(batch -> open.contains(batch.id())
                        ? open(
                                batch,
                                of(counts, batch),
                                begun.getOrDefault(batch.id(), 0.0),
                                lately.getOrDefault(batch.id(), 0.0),
                                now)
                        : ended(batch, of(counts, batch)))
                .toList();
    }

    private static Set<UUID> ids(Stream<Batch> of) {
        return of.map(Batch::id).collect(Collectors.toSet());
    }

    private static Map<UUID, Double> sums(JdbcClient.StatementSpec question) {
        Map<UUID, Double> sums = new HashMap<>();
        question.query(row -> {
            sums.put(row.getObject(1, UUID.class), row.getDouble(2));
        });
        return sums;
    }

    private static Map<ItemState, Integer> of(Map<UUID, Map<ItemState, Integer>> counts, Batch batch) {
        return Objects.requireNonNull(counts.get(batch.id()));
    }

    private static BatchView ended(Batch batch, Map<ItemState, Integer> counts) {
        return BatchView.of(batch, counts, 1, OptionalLong.empty());
    }

    private static BatchView open(
            Batch batch, Map<ItemState, Integer> counts, double begun, double lately, Instant now) {
        int ended = of(counts, ItemState.SUCCEEDED) + of(counts, ItemState.FAILED) + of(counts, ItemState.CANCELLED);
        double left = of(counts, ItemState.WAITING) + of(counts, ItemState.PROCESSING) - begun;
        return BatchView.of(
                batch, counts, Math.min(1, (ended + begun) / batch.items()), seconds(batch, left, lately, now));
    }

    private static int of(Map<ItemState, Integer> counts, ItemState state) {
        return counts.getOrDefault(state, 0);
    }

    /** As fast as it went in the last ten minutes. Empty while nothing has been done in them. */
    private static OptionalLong seconds(Batch batch, double left, double ended, Instant now) {
        Instant since = now.minus(LOOK_BACK).isBefore(batch.createdAt()) ? batch.createdAt() : now.minus(LOOK_BACK);
        double took = Duration.between(since, now).toMillis() / 1000.0;
        return ended == 0 || left <= 0 ? OptionalLong.empty() : OptionalLong.of((long) Math.ceil(left * took / ended));
    }
}
