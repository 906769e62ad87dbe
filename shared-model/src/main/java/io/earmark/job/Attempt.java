package io.earmark.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try at a job.
 *
 * @param number  from 1
 * @param outcome null while it runs
 * @param detail  what went wrong, if anything did
 */
public record Attempt(
        int number,
        String worker,
        Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Outcome outcome,
        @Nullable String detail) {

    /** How an attempt ended. */
    public enum Outcome {
        SUCCEEDED,
        FAILED,
        /** The lease ran out: the worker died or was cut off. */
        LOST,
        /** The worker gave the job back, as it shut down or was long in another; the attempt does not count. */
        HANDED_BACK,
        CANCELLED
    }
}
