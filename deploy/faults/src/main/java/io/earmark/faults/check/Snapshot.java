package io.earmark.faults.check;

import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that is there when the run is over.
 *
 * @param outbox      jobs that are still to be announced or claimed
 * @param blobs       keys of the files in the blob store
 * @param queues      messages by queue
 * @param deadLetters what the messages say that were given up
 */
public record Snapshot(
        List<JobRow> jobs,
        List<AttemptRow> attempts,
        List<ResultRow> results,
        List<CallRow> calls,
        List<String> outbox,
        Set<String> blobs,
        Map<String, Long> queues,
        List<String> deadLetters) {

    /** A row of {@code job}. */
    public record JobRow(
            String id,
            JobKind kind,
            JobState state,
            @Nullable String callId,
            int attempts,
            int maxAttempts,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable String failureType) {}

    /** A row of {@code attempt}. */
    public record AttemptRow(
            String jobId,
            long token,
            Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable String outcome) {}

    /** A row of {@code result}. */
    public record ResultRow(String jobId, @Nullable String audioKey) {}

    /** A row of {@code call}. */
    public record CallRow(String id, String audioKey) {}

    /** What concerns these jobs alone. */
    public Snapshot only(Set<String> jobIds) {
        return new Snapshot(
                jobs.stream().filter(job -> jobIds.contains(job.id())).toList(),
                attempts.stream()
                        .filter(attempt -> jobIds.contains(attempt.jobId()))
                        .toList(),
                results.stream()
                        .filter(result -> jobIds.contains(result.jobId()))
                        .toList(),
                List.of(),
                outbox.stream().filter(jobIds::contains).toList(),
                Set.of(),
                Map.of(),
                List.of());
    }
}
