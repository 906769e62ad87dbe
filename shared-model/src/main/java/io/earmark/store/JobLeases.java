package io.earmark.store;

import static io.earmark.store.Timestamps.utc;

import io.earmark.job.Attempt;
import io.earmark.job.Attempt.Outcome;
import io.earmark.job.Failure;
import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.job.RetryPolicy;
import io.earmark.store.Jobs.Heartbeat;
import io.earmark.store.Jobs.Success;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What workers do with a job, from the claim to the end of the attempt; and the reaper, where a worker cannot. */
final class JobLeases {

    private static final Failure LEASE_LOST = new Failure(
            "worker-lost",
            "The worker was lost",
            "The worker stopped answering in the middle of the job: it crashed, was killed or lost its connection.");
    private static final String HANDED_BACK =
            "The worker gave the job back: it shut down, or another job that it had claimed took long.";
    private static final int REAP_BATCH = 100;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final JobResults results;
    private final JobRows rows;
    private final JobTable table;
    private final RetryPolicy retries;
    private final Clock clock;

    JobLeases(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            Json json,
            JobRows rows,
            JobTable table,
            RetryPolicy retries,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.results = new JobResults(jdbc, json, rows, retries);
        this.rows = rows;
        this.table = table;
        this.retries = retries;
        this.clock = clock;
    }

    Optional<Job> claim(JobId id, String worker, Duration lease) {
        Optional<Job> claimed = claim(List.of(id), worker, lease).stream().findAny();
        if (claimed.isEmpty()) {
            notSent(List.of(id));
        }
        return claimed;
    }

    List<Job> claim(List<JobId> ids, String worker, Duration lease) {
        Instant now = clock.instant();
        return jdbc.sql(JobSql.CLAIM)
                .param("ids", array(ids))
                .param("worker", worker)
                .param("now", utc(now))
                .param("until", utc(now.plus(lease)))
                .query(rows)
                .list();
    }

    private static UUID[] array(List<JobId> ids) {
        return ids.stream().map(JobId::value).toArray(UUID[]::new);
    }

    /** One whose kind is paused, or that was put off, waits on, but its message is used up: it is announced anew. */
    void notSent(List<JobId> ids) {
        jdbc.sql(JobSql.NOT_SENT).param("jobs", array(ids)).update();
    }

    Heartbeat keep(JobId id, long token, Duration lease, double progress, @Nullable String stage) {
        Optional<Boolean> cancelRequested = jdbc.sql(JobSql.KEEP)
                .param("id", id.value())
                .param("token", token)
                .param("until", utc(clock.instant().plus(lease)))
                .param("progress", progress)
                .param("stage", stage)
                .query(Boolean.class)
                .optional();
        return cancelRequested
                .map(asked -> asked ? Heartbeat.CANCEL_REQUESTED : Heartbeat.KEPT)
                .orElse(Heartbeat.LOST);
    }

    List<JobId> complete(List<Success> ends) {
        Instant now = clock.instant();
        List<JobId> written = new ArrayList<>(ids(results.writeUnheard(ends, now)));
        List<Success> left =
                ends.stream().filter(end -> !written.contains(end.id())).toList();
        if (!left.isEmpty()) {
            written.addAll(Objects.requireNonNull(transaction.execute(status -> completeAndTell(left, now))));
        }
        return written;
    }

    private List<JobId> completeAndTell(List<Success> ends, Instant now) {
        List<JobResults.Done> done = results.write(ends, now);
        done.stream().filter(JobResults.Done::heard).map(JobResults.Done::job).forEach(table::tell);
        List<JobId> written = new ArrayList<>(ids(done));
        ends.stream()
                .filter(end -> !written.contains(end.id()) && cancelled(end))
                .forEach(end -> written.add(end.id()));
        return written;
    }

    private static List<JobId> ids(List<JobResults.Done> done) {
        return done.stream().map(each -> each.job().id()).toList();
    }

    /** The lease was lost, or somebody asked to cancel: that stands, and the result is dropped. */
    private boolean cancelled(Success end) {
        return ending(
                end.id(), end.token(), Outcome.SUCCEEDED, null, job -> job.succeeded(end.warnings(), clock.instant()));
    }

    boolean fail(JobId id, long token, Failure failure, boolean permanent) {
        return ending(
                id,
                token,
                Outcome.FAILED,
                failure.detail(),
                job -> job.failed(failure, permanent, retries, clock.instant()));
    }

    boolean handBack(JobId id, long token) {
        return ending(id, token, Outcome.HANDED_BACK, HANDED_BACK, job -> job.handedBack(clock.instant()));
    }

    boolean cancelled(JobId id, long token) {
        return ending(id, token, Outcome.CANCELLED, null, job -> job.cancelled(clock.instant()));
    }

    /** Ends a lease: under the row's lock, and only while the token is still the lease's. */
    private boolean ending(JobId id, long token, Outcome outcome, @Nullable String detail, Function<Job, Job> verb) {
        Boolean done = transaction.execute(status -> {
            Optional<Job> held = jdbc.sql(JobSql.LOCK_HELD)
                    .param("id", id.value())
                    .param("token", token)
                    .query(rows)
                    .optional();
            held.ifPresent(job -> end(job, token, outcome, detail, verb));
            return held.isPresent();
        });
        return Boolean.TRUE.equals(done);
    }

    private void end(Job job, long token, Outcome outcome, @Nullable String detail, Function<Job, Job> verb) {
        Job after = verb.apply(job);
        table.move(after);
        if (!after.state().isTerminal()) {
            table.announce(after);
        }
        boolean stopped = after.state() == JobState.CANCELLED && outcome != Outcome.LOST;
        jdbc.sql(JobSql.ATTEMPT_ENDED)
                .param("job", job.id().value())
                .param("token", token)
                .param("now", utc(clock.instant()))
                .param("outcome", (stopped ? Attempt.Outcome.CANCELLED : outcome).name())
                .param("detail", detail)
                .update();
    }

    int reap() {
        Integer reaped = transaction.execute(status -> {
            List<Job> lost = jdbc.sql(JobSql.LOCK_EXPIRED)
                    .param("known", JobKind.names().toArray(String[]::new))
                    .param("now", utc(clock.instant()))
                    .param("limit", REAP_BATCH)
                    .query(rows)
                    .list();
            lost.forEach(this::reap);
            return lost.size();
        });
        return reaped == null ? 0 : reaped;
    }

    private void reap(Job job) {
        long token = Objects.requireNonNull(job.lease()).token();
        end(
                job,
                token,
                Outcome.LOST,
                LEASE_LOST.detail(),
                held -> held.failed(LEASE_LOST, false, retries, clock.instant()));
    }
}
