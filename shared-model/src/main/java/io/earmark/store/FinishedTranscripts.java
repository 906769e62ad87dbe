package io.earmark.store;

import io.earmark.call.Call;
import io.earmark.call.CallMetadata;
import io.earmark.call.StageResult;
import io.earmark.call.Transcript;
import io.earmark.job.Job;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Transcripts that need not be made again. */
final class FinishedTranscripts {

    /**
     * Each language may have a model of its own. Which engine serves one now is told by the newest transcript of all calls
     * that asked for that language, of whichever tenant; a copy is by the engine that served then, and tells the same. The
     * candidate is one of them, so no older ones need be looked at.
     */
    private static final String ALIKE = """
            select job.*, result.body as transcript, call.metadata as call_metadata
            from call
            join job on job.call_id = call.id and job.kind = 'TRANSCRIBE' and job.state = 'SUCCEEDED'
            join result on result.job_id = job.id
            cross join lateral (
                select newest.body -> 'engine' as engine
                from result newest
                join call asked on asked.id = newest.call_id
                where newest.kind = 'TRANSCRIBE' and newest.created_at >= result.created_at
                  and asked.metadata ->> 'language' is not distinct from call.metadata ->> 'language'
                order by newest.created_at desc
                limit 1
            ) in_use
            where call.tenant = :tenant and call.audio_sha256 = :sha256
              and call.metadata ->> 'language' is not distinct from cast(:language as text)
              and in_use.engine = result.body -> 'engine'
            order by result.created_at desc
            limit 20
            """;

    private static final String INSERT = """
            with made as (
                insert into job (id, kind, state, tenant, priority, call_id, request, progress, stage, attempts,
                                 max_attempts, created_at, not_before, started_at, finished_at, cancel_requested,
                                 warnings)
                values (:id, :kind, :state, :tenant, :priority, :call_id, cast(:request as jsonb), :progress, :stage,
                        :attempts, :max_attempts, :created_at, :not_before, :started_at, :finished_at,
                        :cancel_requested, cast(:warnings as jsonb))
                returning id, kind, call_id, finished_at
            )
            insert into result (job_id, kind, call_id, body, created_at)
            select id, kind, call_id, cast(:body as jsonb), finished_at from made
            """;

    private record Candidate(Jobs.Finished finished, CallMetadata metadata) {}

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Json json;
    private final JobRows rows;
    private final JobTable table;
    private final Clock clock;

    FinishedTranscripts(
            JdbcClient jdbc, TransactionTemplate transaction, Json json, JobRows rows, JobTable table, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.json = json;
        this.rows = rows;
        this.table = table;
        this.clock = clock;
    }

    /** Of a call that is redacted neither: a redacted transcript has a recording of its own, that goes with its call. */
    Optional<Jobs.Finished> like(Call call) {
        if (call.metadata().redacts()) {
            return Optional.empty();
        }
        return jdbc
                .sql(ALIKE)
                .param("tenant", call.tenant())
                .param("sha256", call.audio().sha256())
                .param("language", call.metadata().language())
                .query((row, number) -> new Candidate(
                        new Jobs.Finished(
                                rows.mapRow(row, number), json.read(row.getString("transcript"), Transcript.class)),
                        json.read(row.getString("call_metadata"), CallMetadata.class)))
                .list()
                .stream()
                .filter(candidate -> sameVocabulary(candidate.metadata(), call.metadata()))
                .filter(candidate -> !candidate.metadata().redacts())
                .filter(candidate -> roles(candidate.metadata(), call).equals(roles(call.metadata(), call)))
                .findFirst()
                .map(Candidate::finished);
    }

    /** Which has a say in the words. */
    private static boolean sameVocabulary(CallMetadata one, CallMetadata other) {
        return Set.copyOf(one.vocabulary()).equals(Set.copyOf(other.vocabulary()));
    }

    /** A mono recording has roles only if the submitter named them. */
    private static List<String> roles(CallMetadata metadata, Call call) {
        int channels = call.format().channels();
        return channels == 1 && metadata.channels().isEmpty()
                ? List.of()
                : IntStream.range(0, channels).mapToObj(metadata::roleOf).toList();
    }

    void insert(Job done, StageResult result) {
        transaction.executeWithoutResult(status -> {
            jdbc.sql(INSERT)
                    .params(rows.params(done))
                    .param("body", json.write(result))
                    .update();
            table.tell(done);
            table.insertNext(done, clock.instant());
        });
    }
}
