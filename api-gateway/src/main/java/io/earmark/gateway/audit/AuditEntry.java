package io.earmark.gateway.audit;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change that was asked for.
 *
 * @param number   counts up
 * @param key      null where it was no key that let the request in
 * @param actor    the key's name at that time
 * @param action   method and pattern of the path, such as {@code POST /jobs/{id}/retry}
 * @param resource what was made, if anything; else the request's path
 * @param address  where the request came from, as this gateway saw it
 * @param status   of the answer; null while there is none
 */
record AuditEntry(
        long number,
        String tenant,
        @Nullable UUID key,
        String actor,
        String action,
        String resource,
        String address,
        Instant at,
        @Nullable Integer status) {

    private static final int REFUSED = 400;
    private static final int FAILED = 500;

    enum Outcome {
        /** No answer yet, or its gateway died: then nobody knows. */
        OPEN,
        DONE,
        REFUSED,
        FAILED
    }

    Outcome outcome() {
        if (status == null) {
            return Outcome.OPEN;
        }
        return status < REFUSED ? Outcome.DONE : status < FAILED ? Outcome.REFUSED : Outcome.FAILED;
    }
}
