package io.earmark.store;

import io.earmark.call.Call;
import io.earmark.call.CallId;
import io.earmark.call.StageResult;
import io.earmark.job.Attempt;
import io.earmark.job.Failure;
import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.job.RetryPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@link Jobs} in PostgreSQL: what people order in {@link JobOrders}, what workers do in {@link JobLeases}, the questions
 * in {@link JobQueries}.
 */
final class JdbcJobs implements Jobs {

    private final JobOrders orders;
    private final FinishedTranscripts finished;
    private final JobLeases leases;
    private final JobQueries queries;
    private final BacklogQueries backlog;

    /** @param nearby the relay of this process, if there is one: it is told of each job that is enqueued here */
    JdbcJobs(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            JsonMapper mapper,
            RetryPolicy retries,
            Supplier<Optional<DueListener>> nearby,
            Clock clock) {
        Json json = new Json(mapper);
        JobRows rows = new JobRows(json);
        Events events = new JdbcEvents(jdbc, json, clock);
        JobTable table = new JobTable(jdbc, rows, retries, events, new OutboxBell(nearby));
        this.orders = new JobOrders(jdbc, transaction, table, clock);
        this.finished = new FinishedTranscripts(jdbc, transaction, json, rows, table, clock);
        this.leases = new JobLeases(jdbc, transaction, json, rows, table, retries, clock);
        this.queries = new JobQueries(jdbc, json, rows);
        this.backlog = new BacklogQueries(jdbc);
    }

    @Override
    public void enqueue(Job job) {
        orders.enqueue(job);
    }

    @Override
    public Optional<Finished> transcriptLike(Call call) {
        return finished.like(call);
    }

    @Override
    public void enqueueFinished(Job job, StageResult result) {
        finished.insert(job, result);
    }

    @Override
    public Optional<Job> claim(JobId id, String worker, Duration lease) {
        return leases.claim(id, worker, lease);
    }

    @Override
    public List<Job> claimTogether(List<JobId> ids, String worker, Duration lease) {
        return leases.claim(ids, worker, lease);
    }

    @Override
    public void notSent(List<JobId> ids) {
        leases.notSent(ids);
    }

    @Override
    public Heartbeat keep(JobId id, long token, Duration lease, double progress, @Nullable String stage) {
        return leases.keep(id, token, lease, progress, stage);
    }

    @Override
    public List<JobId> completeTogether(List<Success> ends) {
        return leases.complete(ends);
    }

    @Override
    public boolean fail(JobId id, long token, Failure failure, boolean permanent) {
        return leases.fail(id, token, failure, permanent);
    }

    @Override
    public boolean handBack(JobId id, long token) {
        return leases.handBack(id, token);
    }

    @Override
    public boolean cancelled(JobId id, long token) {
        return leases.cancelled(id, token);
    }

    @Override
    public Optional<Job> requestCancel(String tenant, JobId id) {
        return orders.requestCancel(tenant, id);
    }

    @Override
    public Optional<Job> requeue(String tenant, JobId id) {
        return orders.requeue(tenant, id);
    }

    @Override
    public Optional<Job> reschedule(String tenant, JobId id, @Nullable Integer priority, @Nullable Instant notBefore) {
        return orders.reschedule(tenant, id, priority, notBefore);
    }

    @Override
    public Optional<Job> announceAgain(JobId id) {
        return orders.announceAgain(id);
    }

    @Override
    public int reap() {
        return leases.reap();
    }

    @Override
    public Optional<Job> find(String tenant, JobId id) {
        return queries.find(tenant, id);
    }

    @Override
    public List<Standing> standings(Collection<JobId> ids) {
        return queries.standings(ids);
    }

    @Override
    public List<Job> findAll(Collection<JobId> ids) {
        return queries.findAll(ids);
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
        return backlog.queuePosition(job);
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
    public List<Source> sources(CallId call) {
        return queries.sources(call);
    }

    @Override
    public List<Count> counts() {
        return backlog.counts();
    }

    @Override
    public Map<String, Long> waiting(long most) {
        return backlog.waiting(most);
    }

    @Override
    public Collection<String> referenced(Collection<String> blobKeys) {
        return queries.referenced(blobKeys);
    }

    @Override
    public Optional<Instant> oldestDue(JobKind kind) {
        return backlog.oldestDue(kind);
    }
}
