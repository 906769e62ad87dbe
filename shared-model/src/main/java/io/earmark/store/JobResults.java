package io.earmark.store;

import static io.earmark.store.Timestamps.utc;

import io.earmark.call.SpokenAudio;
import io.earmark.call.StageResult;
import io.earmark.call.Transcript;
import io.earmark.job.Job;
import io.earmark.store.Jobs.Success;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes the results of attempts that succeeded, and with each what becomes of its job. Its callers hold the transaction. */
final class JobResults {

    private final JdbcClient jdbc;
    private final Json json;
    private final JobRows rows;

    JobResults(JdbcClient jdbc, Json json, JobRows rows) {
        this.jdbc = jdbc;
        this.json = json;
        this.rows = rows;
    }

    /** @param heard whether it may be that somebody asked to be told */
    record Done(Job job, boolean heard) {}

    /** @return those whose token is still the lease's, and which nobody asked to cancel */
    List<Done> write(List<Success> ends, Instant now) {
        return jdbc.sql(JobSql.SUCCEED)
                .param("ids", ends.stream().map(end -> end.id().value()).toArray(UUID[]::new))
                .param("tokens", ends.stream().mapToLong(Success::token).toArray())
                .param("warnings", texts(ends, end -> json.write(end.warnings())))
                .param("keys", texts(ends, end -> audioKey(end.result())))
                .param("bodies", texts(ends, end -> json.write(end.result())))
                .param("now", utc(now))
                .query((row, number) -> new Done(rows.mapRow(row, number), row.getBoolean("heard")))
                .list();
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
