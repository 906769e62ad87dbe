package io.earmark.gateway.webhook;

import io.earmark.gateway.web.Problem;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What endpoints can ask to be told. */
final class EventTypes {

    /** Sent on request only, to one endpoint. */
    static final String TEST = "webhook.test";

    private static final List<String> ALL = List.of(
            "call.transcribed",
            "call.coached",
            "job.failed",
            "job.cancelled",
            "replay.ready",
            "speech.ready",
            "batch.completed");

    private EventTypes() {}

    /** @throws Problem 400 if there is no such type */
    static List<String> check(@Nullable List<String> types) {
        if (types == null) {
            return List.of();
        }
        for (@Nullable String type : types) {
            if (type == null || !ALL.contains(type)) {
                throw Problem.badRequest("types holds '" + type + "': events are " + String.join(", ", ALL) + ".");
            }
        }
        return List.copyOf(new TreeSet<>(types));
    }
}
