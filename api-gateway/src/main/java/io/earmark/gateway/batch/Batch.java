package io.earmark.gateway.batch;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Recordings that were handed in together.
 *
 * @param reference   the client's own name for it
 * @param reuse       whether a transcript of the same recording will do
 * @param items       how many there are
 * @param cancelledAt when it was asked to stop
 */
record Batch(
        UUID id,
        String tenant,
        @Nullable String reference,
        State state,
        int priority,
        boolean reuse,
        int items,
        Instant createdAt,
        @Nullable Instant cancelledAt,
        @Nullable Instant finishedAt) {

    enum State {
        /** Some item has not ended. */
        OPEN,
        /** Each item has ended, well or not. */
        COMPLETED,
        /** Each item has ended, and it was asked to stop before. */
        CANCELLED
    }
}
