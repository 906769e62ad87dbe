package io.earmark.gateway.idempotency;

import io.earmark.gateway.web.Problem;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;

/**
 * The header {@code Idempotency-Key} (draft-ietf-httpapi-idempotency-key-header-07): a structured string (RFC 8941,
 * section 3.3.3) of 1 to 255 characters. Most clients leave its quotes away, so a bare one is taken as well.
 */
record IdempotencyKey(String value) {

    static final String HEADER = "Idempotency-Key";

    private static final int LONGEST = 255;
    private static final Pattern QUOTED = Pattern.compile("\"((?:[ !#-\\[\\]-~]|\\\\[\"\\\\])*)\"");
    private static final Pattern BARE = Pattern.compile("[!#-~][ -~]*");

    /** @throws Problem 400 if it is not of the form */
    static Optional<IdempotencyKey> of(List<String> headers) {
        if (headers.isEmpty()) {
            return Optional.empty();
        }
        if (headers.size() > 1) {
            throw invalid("There are " + headers.size() + " of them.");
        }
        String given = headers.get(0).strip();
        String key;
        if (QUOTED.matcher(given).matches()) {
            key = given.substring(1, given.length() - 1).replaceAll("\\\\(.)", "$1");
        } else if (BARE.matcher(given).matches()) {
            key = given;
        } else {
            throw invalid(given.isEmpty() ? "It is empty." : "It holds other characters.");
        }
        if (key.isEmpty() || key.length() > LONGEST) {
            throw invalid("It has " + key.length() + " characters.");
        }
        return Optional.of(new IdempotencyKey(key));
    }

    private static Problem invalid(String why) {
        return new Problem(
                HttpStatus.BAD_REQUEST,
                "idempotency-key-invalid",
                "The Idempotency-Key is not valid",
                "Send one of 1 to " + LONGEST + " printable ASCII characters, such as a UUID. " + why);
    }
}
