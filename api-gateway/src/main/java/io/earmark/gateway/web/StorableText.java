package io.earmark.gateway.web;

import java.nio.charset.StandardCharsets;

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
}
