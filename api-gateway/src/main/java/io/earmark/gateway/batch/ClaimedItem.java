package io.earmark.gateway.batch;

import io.earmark.call.CallMetadata;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An item that is this gateway's for a while.
 *
 * @param claim      by which it is known: whoever has another does not hold the item any more
 * @param tries      begun, this one included
 * @param audio      null if it is yet to be fetched
 * @param callEvents the endpoint that is told of each call; null for none
 */
record ClaimedItem(
        UUID batch,
        int number,
        UUID claim,
        int tries,
        String tenant,
        int priority,
        boolean reuse,
        @Nullable UUID callEvents,
        @Nullable String url,
        @Nullable String sha256,
        CallMetadata metadata,
        Manifest.@Nullable Audio audio) {

    @Override
    public String toString() {
        return batch + "/" + number;
    }
}
