package io.earmark.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Removes what has been kept long enough. Audio that nothing points at any more is left to the sweep of the blobs. */
public interface Retention {

    /**
     * Removes jobs that ended before a time and that no call is the poorer for: those that failed or were cancelled, and
     * speech. Their attempts go with them, and the speech's audio.
     *
     * @param most at a time
     * @return how many were removed; fewer than {@code most} means that none is left
     */
    int removeJobs(Instant endedBefore, int most);

    /**
     * Removes calls taken in before a time, or longer ago than their tenant wants them kept, with their jobs and results. One
     * of which a job has not ended is kept until that has, and one under a legal hold until that is lifted.
     *
     * @param createdBefore null if tenants alone say
     * @param most at a time
     * @return how many were removed; fewer than {@code most} means that none is left
     */
    int removeCalls(@Nullable Instant createdBefore, Instant now, int most);
}
