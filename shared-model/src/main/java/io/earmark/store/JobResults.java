package io.earmark.store;

import static io.earmark.store.Timestamps.utc;

import io.earmark.call.SpokenAudio;
import io.earmark.call.StageResult;
import io.earmark.call.Transcript;
import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.job.Pipeline;
import io.earmark.job.RetryPolicy;
import io.earmark.store.Jobs.Success;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes the results of attempts that succeeded, and with each what becomes of its job and the job of the next stage. */
final class JobResults {

    private final JdbcClient jdbc;
    private final Json json;
    private final JobRows rows;
    /** What follows what, as columns. */
    private final String[] stages;

    private final String[] followers;
    private final int[] limits;

    JobResults(JdbcClient jdbc, Json json, JobRows rows, RetryPolicy retries) {
        this.jdbc = jdbc;
        this.json = json;
        this.rows = rows;
        List<JobKind> followed = Arrays.stream(JobKind.values())
                .filter(kind -> Pipeline.after(kind).isPresent())
                .toList();
        List<JobKind> following =
                followed.stream().flatMap(kind -> Pipeline.after(kind).stream()).toList();
        this.stages = followed.stream().map(JobKind::name).toArray(String[]::new);
        this.followers = following.stream().map(JobKind::name).toArray(String[]::new);
        this.limits = following.stream().mapToInt(retries::maxAttempts).toArray();
    }

    /** @param heard whether it may be that somebody asked to be told */
    record Done(Job job, boolean heard) {}

    /**
     * In one statement, which commits by itself: what nobody asked to be told of.
     *
     * @return those whose token is still the lease's, and which nobody asked to cancel; none if somebody may have asked to be
     *     told of one
     */
    List<Done> writeUnheard(List<Success> ends, Instant now) {
        return write(JobSql.SUCCEED_UNHEARD, ends, now);
    }

    /**
     * For a caller who holds a transaction, and tells whoever asked.
     *
     * @return those whose token is still the lease's, and which nobody asked to cancel
     */
    List<Done> write(List<Success> ends, Instant now) {
        return write(JobSql.SUCCEED_HEARD, ends, now);
    }

    private List<Done> write(String statement, List<Success> ends, Instant now) {
        return jdbc.sql(statement)
                .param("ids", uuids(ends, Success::id))
                .param("tokens", ends.stream().mapToLong(Success::token).toArray())
                .param("warnings", texts(ends, end -> json.write(end.warnings())))
                .param("keys", texts(ends, end -> audioKey(end.result())))
                .param("bodies", texts(ends, end -> json.write(end.result())))
                .param("nexts", uuids(ends, end -> JobId.of(now)))
                .param("stages", stages)
                .param("followers", followers)
                .param("limits", limits)
                .param("now", utc(now))
                .param("held", utc(now.plus(Outbox.HANDED_OVER_FOR)))
                .query((row, number) -> new Done(rows.mapRow(row, number), row.getBoolean("heard")))
                .list();
    }

    private static UUID[] uuids(List<Success> ends, Function<Success, JobId> id) {
        return ends.stream().map(id).map(JobId::value).toArray(UUID[]::new);
    }

    private static @Nullable String[] texts(List<Success> ends, Function<Success, @Nullable String> text) {
        return ends.stream().map(text).toArray(String[]::new);
    }

    private static @Nullable String audioKey(StageResult result) {
        if (result instanceof Transcript transcript) {
            return transcript.redacted() == null
                    ? null
                    : transcript.redacted().audio().key();
        }
        return result instanceof SpokenAudio spoken ? spoken.audio().key() : null;
    }
}
