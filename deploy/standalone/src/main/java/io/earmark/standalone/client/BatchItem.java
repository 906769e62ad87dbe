package io.earmark.standalone.client;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An item of a batch as the server tells of it.
 *
 * @param moments once it has succeeded
 * @param error   why it failed, in a sentence
 */
public record BatchItem(
        String batch,
        int number,
        State state,
        String sha256,
        @Nullable String callId,
        @Nullable Double durationSeconds,
        @Nullable Integer moments,
        @Nullable String error) {

    /** Where it stands; the more it is worth, the later. */
    public enum State {
        CANCELLED,
        FAILED,
        AWAITING_UPLOAD,
        WAITING,
        PROCESSING,
        SUCCEEDED;

        /** Whether the server has the recording and may still make something of it, or has. */
        public boolean isInHand() {
            return compareTo(WAITING) >= 0;
        }
    }

    static BatchItem of(String batch, JsonNode item) {
        JsonNode error = item.path("error");
        return new BatchItem(
                batch,
                item.path("number").asInt(),
                State.valueOf(item.path("state").asString()),
                item.path("sha256").asString(""),
                item.path("callId").isString() ? item.path("callId").asString() : null,
                item.path("durationSeconds").isNumber()
                        ? item.path("durationSeconds").asDouble()
                        : null,
                item.path("moments").isNumber() ? item.path("moments").asInt() : null,
                error.isObject()
                        ? error.path("title").asString("") + ": "
                                + error.path("detail").asString("")
                        : null);
    }

    String path() {
        return "/batches/" + batch + "/items/" + number;
    }
}
