package io.earmark.store;

import static io.earmark.store.Timestamps.utc;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@link Retention} in PostgreSQL. Attempts and results are removed with their job, by the database. */
final class JdbcRetention implements Retention {

    /** Nothing has ended before it was made, and when that was, which never changes, is in an index. */
    private static final String SPEECH = """
            delete from job where id = any(array(
                select id from job
                where call_id is null and created_at < :before and finished_at < :before
                order by created_at
                limit :most
                for update skip locked))
            """;

    /**
     * These have no index of their age, which would cost every job at its end: they are looked for among all jobs, once
     * there is no more speech to remove.
     */
    private static final String OF_CALLS = """
            delete from job where id = any(array(
                select id from job
                where finished_at < :before and state in ('FAILED', 'CANCELLED') and call_id is not null
                limit :most
                for update skip locked))
            """;

    /** The oldest of all, and of each tenant that has a time of its own: each in the order of an index. */
    private static final String CALLS = """
            with oldest as (
                select id from call
                where created_at < :before and held_at is null
                  and not exists (select from job where job.call_id = call.id and finished_at is null)
                order by created_at
                limit :most
                for update skip locked
            ), oldest_of_tenants as (
                select theirs.id from tenant_retention, lateral (
                    select id from call
                    where tenant = tenant_retention.tenant and created_at < :now - make_interval(days => calls_days)
                      and held_at is null
                      and not exists (select from job where job.call_id = call.id and finished_at is null)
                    order by created_at
                    limit :most
                    for update skip locked) as theirs
            ), old as materialized (
                select id from oldest union select id from oldest_of_tenants limit :most
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
        int removed = remove(SPEECH, endedBefore, most);
        return removed == most ? removed : removed + remove(OF_CALLS, endedBefore, most - removed);
    }

    private int remove(String which, Instant endedBefore, int most) {
        return jdbc.sql(which)
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
