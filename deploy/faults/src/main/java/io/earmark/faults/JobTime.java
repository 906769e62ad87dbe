package io.earmark.faults;

import io.earmark.faults.check.Snapshot;
import io.earmark.faults.check.Snapshot.AttemptRow;
import io.earmark.faults.check.Snapshot.JobRow;
import io.earmark.job.JobKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How long a job took from its submission to its end.
 *
 * @param attempts when each began after the submission, and how it ended
 */
record JobTime(JobKind kind, Duration time, List<String> attempts) {

    /** Of every job that has ended, the shortest first. */
    static List<JobTime> all(Snapshot snapshot) {
        return snapshot.jobs().stream()
                .filter(job -> job.finishedAt() != null)
                .map(job -> of(job, snapshot.attempts()))
                .sorted(Comparator.comparing(JobTime::time))
                .toList();
    }

    private static JobTime of(JobRow job, List<AttemptRow> attempts) {
        Instant end = Objects.requireNonNull(job.finishedAt());
        List<String> begun = attempts.stream()
                .filter(attempt -> attempt.jobId().equals(job.id()))
                .sorted(Comparator.comparing(AttemptRow::startedAt))
                .map(attempt ->
                        seconds(Duration.between(job.createdAt(), attempt.startedAt())) + " " + attempt.outcome())
                .toList();
        return new JobTime(job.kind(), Duration.between(job.createdAt(), end), begun);
    }

    /** As in {@code 12.5 s}. */
    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    /** As in {@code 12.5 s (SPEAK, attempts: 3.0 s LOST, 12.1 s SUCCEEDED)}. */
    @Override
    public String toString() {
        return seconds(time) + " (" + kind + ", attempts: "
                + (attempts.isEmpty() ? "none" : String.join(", ", attempts)) + ")";
    }
}
