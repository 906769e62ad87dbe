package io.earmark.gateway.webhook;

import io.earmark.gateway.web.Page;
import io.earmark.gateway.web.Problem;
import java.util.Optional;
import java.util.UUID;

/** Ids as they come in paths: one that is no UUID is as unknown as one that was never given out. */
final class WebhookIds {

    private WebhookIds() {}

    static UUID endpoint(String text) {
        return parse(text).orElseThrow(() -> Problem.notFound("webhook", text));
    }

    static UUID delivery(String text) {
        return parse(text).orElseThrow(() -> Problem.notFound("delivery", text));
    }

    static UUID key(String text) {
        return parse(text).orElseThrow(() -> Problem.notFound("key", text));
    }

    static UUID cursor(String text) {
        return parse(text).orElseThrow(() -> Page.unknownCursor(text));
    }

    private static Optional<UUID> parse(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
