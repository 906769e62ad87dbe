package io.earmark.store;

import io.earmark.call.CallId;
import io.earmark.call.StageResult;
import io.earmark.job.Attempt;
import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What one can ask about jobs. */
final class JobQueries {

    /** A newer version that runs beside this one may have jobs of kinds that there are not here. */
    private static final String[] KNOWN = JobKind.names().toArray(String[]::new);

    private static final String FIND = "select * from job where id = :id and tenant = :tenant and kind = any(:known)";
    private static final String PAGE = """
            select * from job
            where tenant = :tenant and kind = any(:known)
              and (cast(:state as text) is null or state = :state)
              and (cast(:kind as text) is null or kind = :kind)
              and (cast(:call as uuid) is null or call_id = :call)
              and (cast(:after as uuid) is null
                   or (created_at, id) < (select created_at, id from job where id = :after and tenant = :tenant))
            order by created_at desc, id desc
            limit :limit
            """;
    private static final String BEFORE = """
            select count(*) from job
            where kind = :kind and state in ('QUEUED', 'RETRYING')
              and (priority > :priority or (priority = :priority and (created_at, id) < (:created, :id)))
            """;
    private static final String ATTEMPTS = "select * from attempt where job_id = :job order by token";
    private static final String RESULT = "select body from result where job_id = :job";
    private static final String LATEST = """
            select body from result where call_id = :call and kind = :kind order by created_at desc limit 1
            """;
    private static final String COUNTS =
            "select kind, state, count(*) as jobs from job where kind = any(:known) group by kind, state";
    /** A job waits as long as it has an entry in the outbox, which is the smaller table. */
    private static final String WAITING = "select tenant, count(*) as jobs from outbox group by tenant";

    private static final String REFERENCED = """
            select audio_key from call where audio_key in (:keys)
            union all
            select audio_key from result where audio_key in (:keys)
            """;
    private static final String OLDEST =
            "select min(not_before) from job where kind = :kind and state in ('QUEUED', 'RETRYING')";

    private final JdbcClient jdbc;
    private final Json json;
    private final JobRows rows;

    JobQueries(JdbcClient jdbc, Json json, JobRows rows) {
        this.jdbc = jdbc;
        this.json = json;
        this.rows = rows;
    }

    Optional<Job> find(String tenant, JobId id) {
        return jdbc.sql(FIND)
                .param("id", id.value())
                .param("known", KNOWN)
                .param("tenant", tenant)
                .query(rows)
                .optional();
    }

    List<Job> page(
            String tenant,
            @Nullable JobState state,
            @Nullable JobKind kind,
            @Nullable CallId callId,
            @Nullable JobId after,
            int limit) {
        return jdbc.sql(PAGE)
                .param("tenant", tenant)
                .param("known", KNOWN)
                .param("state", state == null ? null : state.name())
                .param("kind", kind == null ? null : kind.name())
                .param("call", callId == null ? null : callId.value())
                .param("after", after == null ? null : after.value())
                .param("limit", limit)
                .query(rows)
                .list();
    }

    OptionalLong queuePosition(Job job) {
        if (job.state() != JobState.QUEUED) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(jdbc.sql(BEFORE)
                .param("kind", job.kind().name())
                .param("priority", job.priority())
                .param("created", JobRows.utc(job.createdAt()))
                .param("id", job.id().value())
                .query(Long.class)
                .single());
    }

    List<Attempt> attempts(JobId id) {
        return jdbc.sql(ATTEMPTS)
                .param("job", id.value())
                .query(JobQueries::attempt)
                .list();
    }

    private static Attempt attempt(ResultSet row, int number) throws SQLException {
        String outcome = row.getString("outcome");
        return new Attempt(
                row.getInt("number"),
                row.getString("worker"),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                JobRows.instant(row, "finished_at"),
                outcome == null ? null : Attempt.Outcome.valueOf(outcome),
                row.getString("detail"));
    }

    <T extends StageResult> Optional<T> result(JobId id, Class<T> type) {
        return jdbc.sql(RESULT)
                .param("job", id.value())
                .query(String.class)
                .optional()
                .map(body -> json.read(body, type));
    }

    <T extends StageResult> Optional<T> latest(CallId call, JobKind kind, Class<T> type) {
        return jdbc.sql(LATEST)
                .param("call", call.value())
                .param("kind", kind.name())
                .query(String.class)
                .optional()
                .map(body -> json.read(body, type));
    }

    List<Jobs.Count> counts() {
        return jdbc.sql(COUNTS)
                .param("known", KNOWN)
                .query((row, number) -> new Jobs.Count(
                        JobKind.valueOf(row.getString("kind")),
                        JobState.valueOf(row.getString("state")),
                        row.getLong("jobs")))
                .list();
    }

    Map<String, Long> waiting() {
        Map<String, Long> waiting = new HashMap<>();
        jdbc.sql(WAITING).query(row -> {
            waiting.put(row.getString("tenant"), row.getLong("jobs"));
        });
        return waiting;
    }

    Collection<String> referenced(Collection<String> blobKeys) {
        if (blobKeys.isEmpty()) {
            return Set.of();
        }
        return jdbc.sql(REFERENCED).param("keys", blobKeys).query(String.class).set();
    }

    Optional<Instant> oldestDue(JobKind kind) {
        return jdbc.sql(OLDEST)
                .param("kind", kind.name())
                .query((row, number) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)))
                .single()
                .map(OffsetDateTime::toInstant);
    }
}
