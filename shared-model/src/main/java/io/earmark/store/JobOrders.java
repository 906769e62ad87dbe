package io.earmark.store;

import static io.earmark.store.Timestamps.utc;

import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.job.JobState;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What people order: a new job, one that stops, one that is tried afresh or has another turn. */
final class JobOrders {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final JobTable table;
    private final Clock clock;

    JobOrders(JdbcClient jdbc, TransactionTemplate transaction, JobTable table, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.table = table;
        this.clock = clock;
    }

    void enqueue(Job job) {
        table.insertWaiting(job);
    }

    Optional<Job> requestCancel(String tenant, JobId id) {
        return transaction.execute(status -> table.lock(tenant, id).map(this::cancel));
    }

    private Job cancel(Job job) {
        if (job.state().isTerminal()) {
            return job;
        }
        if (job.state() == JobState.RUNNING) {
            jdbc.sql("update job set cancel_requested = true where id = :id")
                    .param("id", job.id().value())
                    .update();
            return job;
        }
        Job cancelled = job.cancelled(clock.instant());
        table.move(cancelled);
        table.withdraw(cancelled);
        return cancelled;
    }

    Optional<Job> requeue(String tenant, JobId id) {
        return transaction.execute(status -> table.lock(tenant, id).map(job -> {
            Job again = job.requeued(clock.instant());
            table.update(again);
            table.announce(again);
            return again;
        }));
    }

    Optional<Job> reschedule(String tenant, JobId id, @Nullable Integer priority, @Nullable Instant notBefore) {
        return transaction.execute(status -> table.lock(tenant, id).map(job -> {
            Job changed = job.scheduled(
                    priority == null ? job.priority() : priority, notBefore == null ? job.notBefore() : notBefore);
            table.update(changed);
            jdbc.sql(JobSql.RESCHEDULE)
                    .param("job", id.value())
                    .param("priority", changed.priority())
                    .param("due", utc(changed.notBefore()))
                    .update();
            JobTable.wake(jdbc, changed.kind());
            return changed;
        }));
    }

    Optional<Job> announceAgain(JobId id) {
        return transaction.execute(status -> table.lock(id).map(job -> {
            Job waiting = job.announcedAgain();
            jdbc.sql(JobSql.NOT_SENT).param("jobs", new UUID[] {id.value()}).update();
            JobTable.wake(jdbc, waiting.kind());
            return waiting;
        }));
    }
}
