package io.earmark.call;

import java.util.UUID;

/** Names a recorded call. */
public record CallId(UUID value) {

    public static CallId random() {
        return new CallId(UUID.randomUUID());
    }

    /** @throws IllegalArgumentException if the text is not a UUID */
    public static CallId parse(String text) {
        return new CallId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
