package io.earmark.store;

import static io.earmark.store.Timestamps.instant;
import static io.earmark.store.Timestamps.required;
import static io.earmark.store.Timestamps.utc;

import io.earmark.call.CallId;
import io.earmark.job.Failure;
import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.job.Lease;
import io.earmark.job.Warning;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;

/** The table {@code job}: a row to a {@link Job} and back. */
final class JobRows implements RowMapper<Job> {

    private final Json json;

    JobRows(Json json) {
        this.json = json;
    }

    @Override
    public Job mapRow(ResultSet row, int number) throws SQLException {
        UUID callId = row.getObject("call_id", UUID.class);
        String failure = row.getString("failure");
        return new Job(
                new JobId(row.getObject("id", UUID.class)),
                JobKind.valueOf(row.getString("kind")),
                JobState.valueOf(row.getString("state")),
                row.getString("tenant"),
                row.getInt("priority"),
                callId == null ? null : new CallId(callId),
                row.getString("request"),
                row.getDouble("progress"),
                row.getString("stage"),
                row.getInt("attempts"),
                row.getInt("max_attempts"),
                required(row, "created_at"),
                required(row, "not_before"),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                lease(row),
                row.getBoolean("cancel_requested"),
                failure == null ? null : json.read(failure, Failure.class),
                List.of(json.read(row.getString("warnings"), Warning[].class)));
    }

    private static @Nullable Lease lease(ResultSet row) throws SQLException {
        Instant until = instant(row, "lease_until");
        return until == null ? null : new Lease(row.getLong("lease_token"), row.getString("lease_worker"), until);
    }

    /** The columns that a new job fills, by their names. */
    Map<String, @Nullable Object> paramsOfNew(Job job) {
        Map<String, @Nullable Object> params = new HashMap<>();
        CallId callId = job.callId();
        params.put("id", job.id().value());
        params.put("kind", job.kind().name());
        params.put("tenant", job.tenant());
        params.put("priority", job.priority());
        params.put("call_id", callId == null ? null : callId.value());
        params.put("request", job.request());
        params.put("max_attempts", job.maxAttempts());
        params.put("created_at", utc(job.createdAt()));
        params.put("not_before", utc(job.notBefore()));
        return params;
    }

    /** Every column by its name. */
    Map<String, @Nullable Object> params(Job job) {
        Map<String, @Nullable Object> params = paramsOfNew(job);
        Lease lease = job.lease();
        params.put("state", job.state().name());
        params.put("progress", job.progress());
        params.put("stage", job.stage());
        params.put("attempts", job.attempts());
        params.put("started_at", utc(job.startedAt()));
        params.put("finished_at", utc(job.finishedAt()));
        params.put("lease_token", lease == null ? null : lease.token());
        params.put("lease_worker", lease == null ? null : lease.worker());
        params.put("lease_until", lease == null ? null : utc(lease.until()));
        params.put("cancel_requested", job.cancelRequested());
        params.put("failure", json.writeNullable(job.failure()));
        params.put("warnings", json.write(job.warnings()));
        return params;
    }
}
