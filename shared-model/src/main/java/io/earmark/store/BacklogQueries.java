package io.earmark.store;

import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What one can ask about all jobs that have not ended, however many wait. */
final class BacklogQueries {

    /**
     * Ranges of indexes, named by {@code order by}, one after the other, and read no further than it takes to know that all
     * together are long. Left to guess, PostgreSQL takes an empty range for a long one and reads all that waits to find a few.
     */
    private static final String BEFORE = """
            with mine as materialized (select * from outbox where job_id = :id)
            select count(*) from mine, lateral (
                select from (
                    (select from outbox
                     where kind = mine.kind and sent_at is not null and sent_at < coalesce(mine.sent_at, 'infinity')
                     order by sent_at limit :most)
                    union all
                    (select from outbox
                     where kind = mine.kind and sent_at is null and mine.sent_at is null and priority > mine.priority
                     order by priority desc, due_at, id limit :most)
                    union all
                    (select from outbox
                     where kind = mine.kind and sent_at is null and mine.sent_at is null and priority = mine.priority
                       and (due_at, id) < (mine.due_at, mine.id)
                     order by due_at, id limit :most)) as ranges
                limit :most) as before
            """;

    /** Of jobs that have not ended: from the outbox, where all that wait are, and from attempts that have not ended. */
    private static final String COUNTS = """
            select kinds.kind, counted.state, counted.jobs
            from unnest(:kinds) as kinds (kind), lateral (
                select 'QUEUED' as state, count(*) filter (where not retrying) as jobs from (
                    (select retrying from outbox where kind = kinds.kind and sent_at is not null
                     order by sent_at limit :most)
                    union all
                    (select retrying from outbox where kind = kinds.kind and sent_at is null
                     order by priority desc, due_at, id limit :most)
                    limit :most) as waiting
                union all
                select 'RETRYING', count(*) from (
                    select from outbox where kind = kinds.kind and retrying limit :most) as waiting
                union all
                select 'RUNNING', count(*) from job
                where kind = kinds.kind and state = 'RUNNING' and %s) as counted
            where counted.jobs > 0
            """.formatted(JobSql.IN_HAND);

    /** A job waits as long as it has an entry in the outbox, which is the smaller table. */
    private static final String WAITING = """
            select tenant, count(*) as jobs from (select tenant from outbox limit :most) as waiting group by tenant
            """;

    /** The head of each priority, and what is with the broker. */
    private static final String OLDEST = """
            select least(
                (select min(head.due_at) from generate_series(0, 9) as each (priority), lateral (
                    select due_at from outbox
                    where kind = :kind and priority = each.priority and sent_at is null
                    order by due_at limit 1) as head),
                (select min(due_at) from outbox where kind = :kind and sent_at is not null))
            """;

    private final JdbcClient jdbc;

    BacklogQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** As {@link Jobs#queuePosition}. */
    OptionalLong queuePosition(Job job) {
        if (job.state() != JobState.QUEUED) {
            return OptionalLong.empty();
        }
        long before = jdbc.sql(BEFORE)
                .param("id", job.id().value())
                .param("most", Jobs.FARTHEST_POSITION)
                .query(Long.class)
                .single();
        return OptionalLong.of(before);
    }

    List<Jobs.Count> counts() {
        return jdbc.sql(COUNTS)
                .param("kinds", JobQueries.KNOWN)
                .param("most", Jobs.HIGHEST_COUNT)
                .query((row, number) -> new Jobs.Count(
                        JobKind.valueOf(row.getString("kind")),
                        JobState.valueOf(row.getString("state")),
                        row.getLong("jobs")))
                .list();
    }

    Map<String, Long> waiting(long most) {
        Map<String, Long> waiting = new HashMap<>();
        jdbc.sql(WAITING).param("most", most).query(row -> {
            waiting.put(row.getString("tenant"), row.getLong("jobs"));
        });
        return waiting;
    }

    Optional<Instant> oldestDue(JobKind kind) {
        return jdbc.sql(OLDEST)
                .param("kind", kind.name())
                .query((row, number) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)))
                .single()
                .map(OffsetDateTime::toInstant);
    }
}
