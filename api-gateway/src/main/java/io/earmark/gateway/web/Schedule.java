package io.earmark.gateway.web;

import io.earmark.job.Job;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * When a job is to have its turn, as clients ask for it; null where they did not.
 *
 * @param priority  0 to 9
 * @param notBefore at most a year ahead
 */
public record Schedule(@Nullable Integer priority, @Nullable Instant notBefore) {

    private static final Duration FARTHEST = Duration.ofDays(366);

    /** @throws Problem 400 if either is out of its range */
    public static Schedule of(@Nullable Integer priority, @Nullable String notBefore, Clock clock) {
        if (priority != null && (priority < 0 || priority > Job.HIGHEST_PRIORITY)) {
            throw Problem.badRequest(
                    "priority must be 0 to 9, not " + priority + ": the higher goes first, 5 is usual.");
        }
        return new Schedule(priority, notBefore == null ? null : time(notBefore, clock.instant()));
    }

    private static Instant time(String text, Instant now) {
        Instant time;
        try {
            time = OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw Problem.badRequest("notBefore must be a time such as 2026-03-02T09:00:00Z, not '" + text + "'.");
        }
        if (time.isAfter(now.plus(FARTHEST))) {
            throw Problem.badRequest("notBefore must be at most a year ahead, not " + text + ".");
        }
        return time.isBefore(now) ? now : time;
    }

    public boolean isEmpty() {
        return priority == null && notBefore == null;
    }

    /** The job with its turn. */
    public Job applied(Job job) {
        return job.scheduled(
                priority == null ? job.priority() : priority, notBefore == null ? job.notBefore() : notBefore);
    }
}
