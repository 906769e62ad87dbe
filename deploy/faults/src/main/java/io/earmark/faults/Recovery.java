package io.earmark.faults;

import io.earmark.faults.check.Snapshot.JobRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * How long the engine was busy with a fault: until every job that was open when it struck had ended.
 *
 * @param what the fault
 */
record Recovery(String what, Duration time) {

    static final Recovery NONE = new Recovery("none", Duration.ZERO);

    /** Something that went wrong, and when. */
    record Struck(Instant at, String what) {}

    static Recovery longest(List<Struck> faults, List<JobRow> jobs) {
        Recovery longest = NONE;
        for (Struck fault : faults) {
            Duration time = jobs.stream()
                    .filter(job -> job.createdAt().isBefore(fault.at()) && job.finishedAt() != null)
                    .filter(job -> job.finishedAt() != null && job.finishedAt().isAfter(fault.at()))
                    .map(job -> Duration.between(fault.at(), job.finishedAt()))
                    .max(Duration::compareTo)
                    .orElse(Duration.ZERO);
            if (time.compareTo(longest.time()) > 0) {
                longest = new Recovery(fault.what(), time);
            }
        }
        return longest;
    }

    /** The longest time in which jobs were open and none ended. */
    static Duration silence(List<JobRow> jobs) {
        List<JobRow> ended = jobs.stream()
                .filter(job -> job.finishedAt() != null)
                .sorted(Comparator.comparing(Recovery::end))
                .toList();
        Duration longest = Duration.ZERO;
        for (int i = 0; i < ended.size(); i++) {
            Instant end = end(ended.get(i));
            Instant from = i == 0 ? Instant.MIN : end(ended.get(i - 1));
            Instant open = ended.subList(i, ended.size()).stream()
                    .map(JobRow::createdAt)
                    .min(Comparator.naturalOrder())
                    .orElse(end);
            Duration silent = Duration.between(open.isAfter(from) ? open : from, end);
            longest = silent.compareTo(longest) > 0 ? silent : longest;
        }
        return longest;
    }

    private static Instant end(JobRow job) {
        return job.finishedAt() == null ? Instant.MAX : job.finishedAt();
    }
}
