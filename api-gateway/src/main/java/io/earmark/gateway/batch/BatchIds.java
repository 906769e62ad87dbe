package io.earmark.gateway.batch;

import io.earmark.gateway.web.Ids;
import io.earmark.gateway.web.Page;
import io.earmark.gateway.web.Problem;
import java.util.UUID;

/** Ids as they come in paths: what is no id is as unknown as one that was never given out. */
final class BatchIds {

    private BatchIds() {}

    static UUID batch(String text) {
        return Ids.uuid(text).orElseThrow(() -> Problem.notFound("batch", text));
    }

    static UUID cursor(String text) {
        return Ids.uuid(text).orElseThrow(() -> Page.unknownCursor(text));
    }

    /** The number of an item, from 1. */
    static int item(String text) {
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw Problem.notFound("item", text);
        }
        return Integer.parseInt(text);
    }
}
