package io.earmark.store;

import static io.earmark.store.Timestamps.utc;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@link Retention} in PostgreSQL. Attempts and results are removed with their job, by the database. */
final class JdbcRetention implements Retention {

    private static final String JOBS = """
            delete from job where id in (
                select id from job
                where finished_at < :before and (state in ('FAILED', 'CANCELLED') or call_id is null)
                limit :most
                for update skip locked)
            """;

    private static final String CALLS = """
            with old as materialized (
                select id from call left join tenant_retention using (tenant)
                where (created_at < :before or created_at < :now - make_interval(days => calls_days))
                  and held_at is null
                  and not exists (select from job where job.call_id = call.id and finished_at is null)
                limit :most
                for update of call skip locked
            ), results as (
                delete from result using old where result.call_id = old.id
            ), jobs as (
                delete from job using old where job.call_id = old.id
            )
            delete from call using old where call.id = old.id
            """;

    private final JdbcClient jdbc;

    JdbcRetention(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public int removeJobs(Instant endedBefore, int most) {
        return jdbc.sql(JOBS)
                .param("before", utc(endedBefore))
                .param("most", most)
                .update();
    }

    @Override
    public int removeCalls(@Nullable Instant createdBefore, Instant now, int most) {
        return jdbc.sql(CALLS)
                .param("before", utc(createdBefore == null ? Instant.EPOCH : createdBefore))
                .param("now", utc(now))
                .param("most", most)
                .update();
    }
}
