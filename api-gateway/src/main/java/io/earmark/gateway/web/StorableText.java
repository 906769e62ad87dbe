package io.earmark.gateway.web;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Text that the database can keep: PostgreSQL's jsonb takes neither U+0000 nor half a surrogate pair. */
public final class StorableText {

    private StorableText() {}

    /** @throws Problem 400 if the text cannot be kept */
    public static String check(String name, String text) {
        if (text.indexOf(0) >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw Problem.badRequest(name + " holds the character U+0000 or half a surrogate pair: leave it out.");
        }
        return text;
    }

    /**
     * A member of an object, which may be left out or null; one that is there and is no text would else seem to be heeded.
     *
     * @throws Problem 400 if it is something else, or cannot be kept
     */
    public static @Nullable String member(JsonNode object, String name) {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw Problem.badRequest(name + " must be a string.");
        }
        return check(name, value.asString());
    }
}
