package io.earmark.gateway.webhook;

import io.earmark.store.Event;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that is this gateway's to attempt.
 *
 * @param number   of the delivery
 * @param attempt  of all ever begun; whoever has another does not hold the delivery any more
 * @param tries    since the event or the last redelivery, this one included
 * @param body     of the first attempt; null before it
 */
record Claimed(
        long number,
        int attempt,
        int tries,
        UUID endpoint,
        Endpoint.Kind kind,
        String url,
        Endpoint.Payload payload,
        String tenant,
        UUID event,
        String type,
        @Nullable UUID job,
        @Nullable UUID call,
        @Nullable UUID batch,
        Event.Detail detail,
        Instant occurredAt,
        @Nullable String body) {

    /** The same for each attempt, whatever the endpoint: receivers know repetitions by it. */
    String messageId() {
        return "msg_" + event.toString().replace("-", "");
    }
}
