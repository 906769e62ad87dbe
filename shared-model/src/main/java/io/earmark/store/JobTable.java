package io.earmark.store;

import static io.earmark.store.Timestamps.utc;

import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.job.Pipeline;
import io.earmark.job.RetryPolicy;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes a job's row together with the outbox entry that its state calls for. Its callers hold the transaction. */
final class JobTable {

    private final JdbcClient jdbc;
    private final JobRows rows;
    private final RetryPolicy retries;
    private final OutboxBell bell;
    private final Events events;

    JobTable(JdbcClient jdbc, JobRows rows, RetryPolicy retries, Events events, OutboxBell bell) {
        this.jdbc = jdbc;
        this.bell = bell;
        this.rows = rows;
        this.retries = retries;
        this.events = events;
    }

    Optional<Job> lock(String tenant, JobId id) {
        return jdbc.sql(JobSql.LOCK)
                .param("id", id.value())
                .param("tenant", tenant)
                .query(rows)
                .optional();
    }

    /** Whoever owns it; of the kinds that this version knows. */
    Optional<Job> lock(JobId id) {
        return jdbc.sql("select * from job where id = :id and kind in (:known) for update")
                .param("id", id.value())
                .param("known", JobKind.names())
                .query(rows)
                .optional();
    }

    /** A job that was only just made, and its outbox entry. Wakes a relay when the transaction commits. */
    void insertWaiting(Job job) {
        if (!job.isNew()) {
            throw new IllegalArgumentException("Job " + job.id() + " is " + job.state() + ", not new");
        }
        if (bell.isHeard()) {
            jdbc.sql(JobSql.INSERT).params(rows.paramsOfNew(job)).update();
            bell.ring(job.kind());
        } else {
            jdbc.sql(JobSql.INSERT_AND_TELL)
                    .params(rows.paramsOfNew(job))
                    .query((row, number) -> true)
                    .single();
        }
    }

    void update(Job job) {
        int updated = jdbc.sql(JobSql.UPDATE).params(rows.params(job)).update();
        if (updated != 1) {
            throw new IllegalStateException("Job " + job.id() + ": " + updated + " rows updated, not 1");
        }
    }

    /** Writes what a job has become; of one that ended by it, whoever asked is told. */
    void move(Job after) {
        update(after);
        tell(after);
    }

    /** Of a job that has ended, whoever asked. */
    void tell(Job job) {
        Event.endOf(job).ifPresent(events::happened);
    }

    /** Wakes the relays when the transaction commits; a wake-up that is lost is made up for by their sweep. */
    void announce(Job job) {
        jdbc.sql(JobSql.ANNOUNCE)
                .param("job", job.id().value())
                .param("kind", job.kind().name())
                .param("tenant", job.tenant())
                .param("priority", job.priority())
                .param("due", utc(job.notBefore()))
                .param("retrying", job.state() == JobState.RETRYING)
                .update();
        wake(jdbc, job.kind());
    }

    static void wake(JdbcClient jdbc, JobKind kind) {
        jdbc.sql("select pg_notify('earmark_outbox', :kind)")
                .param("kind", kind.name())
                .query((row, number) -> true)
                .single();
    }

    /** The job does not wait any more. */
    void withdraw(Job job) {
        jdbc.sql("delete from outbox where job_id = :job")
                .param("job", job.id().value())
                .update();
    }

    /** The stage after a finished one, of the same priority. */
    void insertNext(Job done, Instant now) {
        Pipeline.after(done.kind())
                .ifPresent(next -> insertWaiting(
                        Job.queued(next, done.tenant(), done.callId(), "{}", retries.maxAttempts(next), now)
                                .withPriority(done.priority())));
    }
}
