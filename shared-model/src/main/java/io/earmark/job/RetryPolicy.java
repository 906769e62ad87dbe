package io.earmark.job;

import java.time.Duration;

/** How often a kind of job is tried, and how long to wait in between. */
public interface RetryPolicy {

    /** Attempts in all, 1 or more. */
    int maxAttempts(JobKind kind);

    /** @param attempt the number of the attempt that failed, from 1 */
    Duration delayAfter(int attempt);
}
