package io.earmark.store;

import static io.earmark.store.JobRows.utc;

import java.time.Instant;
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
                select id from call
                where created_at < :before
                  and not exists (select from job where job.call_id = call.id and finished_at is null)
                limit :most
                for update skip locked
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
        return remove(JOBS, endedBefore, most);
    }

    @Override
    public int removeCalls(Instant createdBefore, int most) {
        return remove(CALLS, createdBefore, most);
    }

    private int remove(String statement, Instant before, int most) {
        return jdbc.sql(statement)
                .param("before", utc(before))
                .param("most", most)
                .update();
    }
}
