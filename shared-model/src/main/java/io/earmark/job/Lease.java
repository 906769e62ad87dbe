package io.earmark.job;

import java.time.Instant;

/**
 * A worker's right to a running job, for a while.
 *
 * @param token  the fencing token: another for each claim, and higher while the database does not crash, so that a worker that slept through its lease is known
 * @param worker who holds it
 * @param until  when it runs out unless renewed
 */
public record Lease(long token, String worker, Instant until) {

    public boolean isExpired(Instant now) {
        return !now.isBefore(until);
    }
}
