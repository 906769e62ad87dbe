package io.earmark.gateway.webhook;

import io.earmark.gateway.web.Ids;
import io.earmark.gateway.web.Page;
import io.earmark.gateway.web.Problem;
import java.util.UUID;

/** Ids as they come in paths: one that is no UUID is as unknown as one that was never given out. */
final class WebhookIds {

    private WebhookIds() {}

    static UUID endpoint(String text) {
        return Ids.uuid(text).orElseThrow(() -> Problem.notFound("webhook", text));
    }

    static UUID delivery(String text) {
        return Ids.uuid(text).orElseThrow(() -> Problem.notFound("delivery", text));
    }

    static UUID key(String text) {
        return Ids.uuid(text).orElseThrow(() -> Problem.notFound("key", text));
    }

    static UUID cursor(String text) {
        return Ids.uuid(text).orElseThrow(() -> Page.unknownCursor(text));
    }
}
