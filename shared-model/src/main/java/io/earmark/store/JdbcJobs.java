package io.earmark.store;

import static io.earmark.store.JobRows.utc;

import io.earmark.call.CallId;
import io.earmark.call.SpokenAudio;
import io.earmark.call.StageResult;
import io.earmark.job.Attempt;
import io.earmark.job.Failure;
import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.job.Lease;
import io.earmark.job.Pipeline;
import io.earmark.job.RetryPolicy;
import io.earmark.job.Warning;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** {@link Jobs} in PostgreSQL: the writes here, the questions in {@link JobQueries}. */
final class JdbcJobs implements Jobs {

    private static final Failure LEASE_LOST = new Failure(
            "worker-lost",
            "The worker was lost",
            "The worker stopped answering in the middle of the job: it crashed, was killed or lost its connection.");
    private static final int REAP_BATCH = 100;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Json json;
    private final JobRows rows;
    private final JobQueries queries;
    private final RetryPolicy retries;
    private final Clock clock;

    JdbcJobs(JdbcClient jdbc, TransactionTemplate transaction, JsonMapper mapper, RetryPolicy retries, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.json = new Json(mapper);
        this.rows = new JobRows(json);
        this.queries = new JobQueries(jdbc, json, rows);
        this.retries = retries;
        this.clock = clock;
    }

    @Override
    public void enqueue(Job job) {
        transaction.executeWithoutResult(status -> insert(job));
    }

    private void insert(Job job) {
        jdbc.sql(JobSql.INSERT).params(rows.params(job)).update();
        announce(job);
    }

    /** Wakes the relays when the transaction commits; a wake-up that is lost is made up for by their sweep. */
    private void announce(Job job) {
        jdbc.sql(JobSql.ANNOUNCE)
                .param("job", job.id().value())
                .param("kind", job.kind().name())
                .param("tenant", job.tenant())
                .param("priority", job.priority())
                .param("due", utc(job.notBefore()))
                .update();
        jdbc.sql("select pg_notify('earmark_outbox', :kind)")
                .param("kind", job.kind().name())
                .query((row, number) -> true)
                .single();
    }

    /** One conditional UPDATE: whoever comes second finds no row. The attempt's record and the outbox follow suit. */
    @Override
    public Optional<Job> claim(JobId id, String worker, Duration lease) {
        Instant now = clock.instant();
        return transaction.execute(status -> {
            Optional<Job> claimed = jdbc.sql(JobSql.CLAIM)
                    .param("id", id.value())
                    .param("worker", worker)
                    .param("now", utc(now))
                    .param("until", utc(now.plus(lease)))
                    .query(rows)
                    .optional();
            claimed.ifPresent(job -> begun(job, now));
            return claimed;
        });
    }

    private void begun(Job job, Instant now) {
        Lease lease = Objects.requireNonNull(job.lease());
        jdbc.sql("delete from outbox where job_id = :job")
                .param("job", job.id().value())
                .update();
        jdbc.sql(JobSql.ATTEMPT_BEGUN)
                .param("job", job.id().value())
                .param("token", lease.token())
                .param("number", job.attempts())
                .param("worker", lease.worker())
                .param("now", utc(now))
                .update();
    }

    @Override
    public Heartbeat keep(JobId id, long token, Duration lease, double progress, @Nullable String stage) {
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

    @Override
    public boolean complete(JobId id, long token, StageResult result, List<Warning> warnings) {
        return ending(id, token, Attempt.Outcome.SUCCEEDED, null, job -> {
            Job done = job.succeeded(warnings, clock.instant());
            keepResult(done, result);
            Pipeline.after(job.kind()).ifPresent(next -> insert(following(job, next)));
            return done;
        });
    }

    private Job following(Job job, JobKind next) {
        return Job.queued(next, job.tenant(), job.callId(), "{}", retries.maxAttempts(next), clock.instant())
                .withPriority(job.priority());
    }

    private void keepResult(Job job, StageResult result) {
        CallId callId = job.callId();
        jdbc.sql(JobSql.RESULT)
                .param("job", job.id().value())
                .param("kind", job.kind().name())
                .param("call", callId == null ? null : callId.value())
                .param(
                        "key",
                        result instanceof SpokenAudio spoken ? spoken.audio().key() : null)
                .param("body", json.write(result))
                .param("now", utc(clock.instant()))
                .update();
    }

    @Override
    public boolean fail(JobId id, long token, Failure failure, boolean permanent) {
        return ending(
                id,
                token,
                Attempt.Outcome.FAILED,
                failure.detail(),
                job -> job.failed(failure, permanent, retries, clock.instant()));
    }

    @Override
    public boolean handBack(JobId id, long token) {
        return ending(
                id,
                token,
                Attempt.Outcome.HANDED_BACK,
                "The worker shut down.",
                job -> job.handedBack(clock.instant()));
    }

    @Override
    public boolean cancelled(JobId id, long token) {
        return ending(id, token, Attempt.Outcome.CANCELLED, null, job -> job.cancelled(clock.instant()));
    }

    /** Ends a lease: under the row's lock, and only while the token is still the lease's. */
    private boolean ending(
            JobId id, long token, Attempt.Outcome outcome, @Nullable String detail, Function<Job, Job> verb) {
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

    private void end(Job job, long token, Attempt.Outcome outcome, @Nullable String detail, Function<Job, Job> verb) {
        Job after = verb.apply(job);
        update(after);
        if (!after.state().isTerminal()) {
            announce(after);
        }
        jdbc.sql(JobSql.ATTEMPT_ENDED)
                .param("job", job.id().value())
                .param("token", token)
                .param("now", utc(clock.instant()))
                .param("outcome", outcome.name())
                .param("detail", detail)
                .update();
    }

    private void update(Job job) {
        int updated = jdbc.sql(JobSql.UPDATE).params(rows.params(job)).update();
        if (updated != 1) {
            throw new IllegalStateException("Job " + job.id() + ": " + updated + " rows updated, not 1");
        }
    }

    @Override
    public Optional<Job> requestCancel(String tenant, JobId id) {
        return transaction.execute(status -> lock(tenant, id).map(this::cancel));
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
        update(cancelled);
        jdbc.sql("delete from outbox where job_id = :job")
                .param("job", job.id().value())
                .update();
        return cancelled;
    }

    @Override
    public Optional<Job> requeue(String tenant, JobId id) {
        return transaction.execute(status -> lock(tenant, id).map(job -> {
            Job again = job.requeued(clock.instant());
            update(again);
            announce(again);
            return again;
        }));
    }

    private Optional<Job> lock(String tenant, JobId id) {
        return jdbc.sql(JobSql.LOCK)
                .param("id", id.value())
                .param("tenant", tenant)
                .query(rows)
                .optional();
    }

    @Override
    public int reap() {
        Integer reaped = transaction.execute(status -> {
            List<Job> lost = jdbc.sql(JobSql.LOCK_EXPIRED)
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
        Function<Job, Job> verb = job.cancelRequested()
                ? held -> held.cancelled(clock.instant())
                : held -> held.failed(LEASE_LOST, false, retries, clock.instant());
        end(job, token, Attempt.Outcome.LOST, LEASE_LOST.detail(), verb);
    }

    @Override
    public Optional<Job> find(String tenant, JobId id) {
        return queries.find(tenant, id);
    }

    @Override
    public List<Job> page(
            String tenant,
            @Nullable JobState state,
            @Nullable JobKind kind,
            @Nullable CallId callId,
            @Nullable JobId after,
            int limit) {
        return queries.page(tenant, state, kind, callId, after, limit);
    }

    @Override
    public OptionalLong queuePosition(Job job) {
        return queries.queuePosition(job);
    }

    @Override
    public List<Attempt> attempts(JobId id) {
        return queries.attempts(id);
    }

    @Override
    public <T extends StageResult> Optional<T> result(JobId id, Class<T> type) {
        return queries.result(id, type);
    }

    @Override
    public <T extends StageResult> Optional<T> latest(CallId call, JobKind kind, Class<T> type) {
        return queries.latest(call, kind, type);
    }

    @Override
    public List<Count> counts() {
        return queries.counts();
    }

    @Override
    public Collection<String> referenced(Collection<String> blobKeys) {
        return queries.referenced(blobKeys);
    }

    @Override
    public Optional<Instant> oldestDue(JobKind kind) {
        return queries.oldestDue(kind);
    }
}
