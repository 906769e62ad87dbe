package io.earmark.faults.load;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a gateway answered. */
record Reply(int status, String body) {

    boolean isAccepted() {
        return status / 100 == 2;
    }

    /** The answer is final; anything else is to be tried again with the same key. */
    boolean isRefused() {
        return status / 100 == 4 && status != 408 && status != 425 && status != 429 && !isInFlight();
    }

    /** The first try with this key is still being worked on. */
    private boolean isInFlight() {
        return status == 409 && json().path("type").asString("").contains("idempotency");
    }

    JsonNode json() {
        try {
            return JsonMapper.shared().readTree(body);
        } catch (JacksonException e) {
            return JsonMapper.shared().createObjectNode();
        }
    }
}
