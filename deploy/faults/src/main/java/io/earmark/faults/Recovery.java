package io.earmark.faults;

import io.earmark.faults.check.Snapshot.JobRow;
import java.time.Duration;
import java.time.Instant;
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
}
