package io.earmark.wire;

import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells a worker that jobs wait. They themselves are in the database: this is only a hint, and may come twice.
 *
 * @param id   the first of them
 * @param more those to be done after it, in this order; where jobs are short, a message for each costs more than the job
 */
public record JobMessage(JobId id, JobKind kind, List<JobId> more) {

    /** A message with as many still has only a few thousand bytes. */
    public static final int MOST_MORE = 100;

    /** @throws IllegalArgumentException if there are more than {@link #MOST_MORE} more */
    public JobMessage {
        more = List.copyOf(more);
        if (more.size() > MOST_MORE) {
            throw new IllegalArgumentException(more.size() + " more jobs are too many");
        }
    }

    public JobMessage(JobId id, JobKind kind) {
        this(id, kind, List.of());
    }

    /** @param ids at least one */
    public static JobMessage of(List<JobId> ids, JobKind kind) {
        return new JobMessage(ids.get(0), kind, ids.subList(1, ids.size()));
    }

    /** All of them. */
    public List<JobId> ids() {
        return Stream.concat(Stream.of(id), more.stream()).toList();
    }
}
