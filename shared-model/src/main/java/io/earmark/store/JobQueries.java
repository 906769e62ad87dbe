package io.earmark.store;

import static io.earmark.store.Timestamps.instant;
import static io.earmark.store.Timestamps.required;

import io.earmark.call.CallId;
import io.earmark.call.StageResult;
import io.earmark.job.Attempt;
import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.job.Warning;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What one can ask about jobs. */
final class JobQueries {

    /** A newer version that runs beside this one may have jobs of kinds that there are not here. */
    static final String[] KNOWN = JobKind.names().toArray(String[]::new);

    private static final String FIND = "select * from job where id = :id and tenant = :tenant and kind = any(:known)";
    private static final String STANDINGS = """
            select id, state, attempts, progress, stage from job where id = any(cast(:ids as uuid[])) and kind = any(:known)
            """;
    private static final String FIND_ALL = """
            select id, kind, state, tenant, priority, call_id, '{}' as request, progress, stage, attempts, max_attempts,
                   created_at, not_before, started_at, finished_at, lease_token, lease_worker, lease_until,
                   cancel_requested, failure, warnings
            from job where id = any(cast(:ids as uuid[])) and kind = any(:known)
            """;
    /** Each condition is there only if it is asked for, so that the plan, which is kept, is one for what is asked. */
    private static final String PAGE = "select * from job where tenant = :tenant and kind = any(:known)";

    private static final String OF_KIND = " and kind = :kind";
    private static final String OF_CALL = " and call_id = :call";
    private static final String OF_STATE = " and state = :state";
    /** Of few jobs, whose indexes say so: they are not looked for among all others. */
    private static final Map<JobState, String> FEW = Map.of(
            JobState.RUNNING, " and " + JobSql.IN_HAND,
            JobState.RETRYING, " and failure is not null",
            JobState.FAILED, " and failure is not null");

    private static final String OLDER = """
             and (created_at, id) < (select created_at, id from job where id = :after and tenant = :tenant)
            """;
    private static final String NEWEST_FIRST = " order by created_at desc, id desc limit :limit";

    private static final String ATTEMPTS = "select * from attempt where job_id = :job order by token";
    private static final String RESULT = "select body from result where job_id = :job";
    private static final String LATEST = """
            select body from result where call_id = :call and kind = :kind order by created_at desc limit 1
            """;
    private static final String SOURCES = """
            select id, warnings, exists (select from result where job_id = job.id) as has_result
            from job
            where call_id = :call and kind in ('TRANSCRIBE', 'COACH')
            order by created_at desc, id desc
            """;
    /** A recording that is to be dropped once it has a redacted copy is nobody's from then on. */
    private static final String REFERENCED = """
            select blob_key from upload_part where blob_key in (:keys)
            union all
            select audio_key from call
            where audio_key in (:keys)
              and (coalesce(metadata ->> 'original', '') <> 'drop'
                   or not exists (
                       select from result
                       where result.call_id = call.id and result.kind = 'TRANSCRIBE' and result.audio_key is not null))
            union all
            select audio_key from result where audio_key in (:keys)
            union all
            select audio_key from batch_item where audio_key in (:keys)
            """;

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

    List<Jobs.Standing> standings(Collection<JobId> ids) {
        return jdbc.sql(STANDINGS)
                .param("ids", array(ids))
                .param("known", KNOWN)
                .query((row, number) -> new Jobs.Standing(
                        new JobId(row.getObject("id", UUID.class)),
                        JobState.valueOf(row.getString("state")),
                        row.getInt("attempts"),
                        row.getDouble("progress"),
                        row.getString("stage")))
                .list();
    }

    List<Job> findAll(Collection<JobId> ids) {
        return jdbc.sql(FIND_ALL)
                .param("ids", array(ids))
                .param("known", KNOWN)
                .query(rows)
                .list();
    }

    private static String[] array(Collection<JobId> ids) {
        return ids.stream().map(JobId::toString).toArray(String[]::new);
    }

    List<Job> page(
            String tenant,
            @Nullable JobState state,
            @Nullable JobKind kind,
            @Nullable CallId callId,
            @Nullable JobId after,
            int limit) {
        Map<String, Object> params = new HashMap<>();
        params.put("tenant", tenant);
        params.put("known", KNOWN);
        params.put("limit", limit);
        StringBuilder asked = new StringBuilder(PAGE);
        if (state != null) {
            asked.append(OF_STATE).append(FEW.getOrDefault(state, ""));
            params.put("state", state.name());
        }
        if (kind != null) {
            asked.append(OF_KIND);
            params.put("kind", kind.name());
        }
        if (callId != null) {
            asked.append(OF_CALL);
            params.put("call", callId.value());
        }
        if (after != null) {
            asked.append(OLDER);
            params.put("after", after.value());
        }
        return jdbc.sql(asked.append(NEWEST_FIRST).toString())
                .params(params)
                .query(rows)
                .list();
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
                required(row, "started_at"),
                instant(row, "finished_at"),
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

    List<Jobs.Source> sources(CallId call) {
        return jdbc.sql(SOURCES)
                .param("call", call.value())
                .query((row, number) -> new Jobs.Source(
                        new JobId(row.getObject("id", UUID.class)),
                        row.getBoolean("has_result"),
                        List.of(json.read(row.getString("warnings"), Warning[].class))))
                .list();
    }

    Collection<String> referenced(Collection<String> blobKeys) {
        if (blobKeys.isEmpty()) {
            return Set.of();
        }
        return jdbc.sql(REFERENCED).param("keys", blobKeys).query(String.class).set();
    }
}
