package io.earmark.gateway.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A batch as clients see it.
 *
 * @param counts      of items by state; every state is named. Left out of lists, as is what follows
 * @param progress    0 to 1: items that have ended, and what the engine says of those that it has
 * @param etaSeconds  until what is here is done, as fast as it went lately; left out while that cannot be told
 * @param cancelledAt when it was asked to stop
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BatchView(
        String id,
        @Nullable String reference,
        Batch.State state,
        int priority,
        int items,
        @Nullable Map<ItemState, Integer> counts,
        @Nullable Double progress,
        @Nullable Long etaSeconds,
        Instant createdAt,
        @Nullable Instant cancelledAt,
        @Nullable Instant finishedAt,
        Map<String, String> links) {

    static BatchView of(Batch batch) {
        return of(batch, null, null, null);
    }

    static BatchView of(Batch batch, Map<ItemState, Integer> counts, double progress, OptionalLong eta) {
        return of(batch, counts, Double.valueOf(progress), eta.isPresent() ? eta.getAsLong() : null);
    }

    private static BatchView of(
            Batch batch, @Nullable Map<ItemState, Integer> counts, @Nullable Double progress, @Nullable Long eta) {
        String self = "/batches/" + batch.id();
        // In an order, so that an answer that says the same is the same.
        Map<String, String> links = new LinkedHashMap<>();
        links.put("self", self);
        links.put("items", self + "/items");
        links.put("events", self + "/events");
        return new BatchView(
                batch.id().toString(),
                batch.reference(),
                batch.state(),
                batch.priority(),
                batch.items(),
                counts,
                progress,
                eta,
                batch.createdAt(),
                batch.cancelledAt(),
                batch.finishedAt(),
                links);
    }
}
