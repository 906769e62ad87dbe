package io.earmark.gateway.intake;

import io.earmark.gateway.web.Problem;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * The SHA-256 that a client says its bytes have, to be held against those that arrived.
 *
 * @param where  it was said, for people
 * @param sha256 in lower-case hexadecimal
 */
public record AnnouncedDigest(String where, String sha256) {

    private static final List<String> NAMES = List.of("Content-Digest", "Repr-Digest");
    private static final int BYTES = 32;
    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-fA-F]{64}");

    /** A member of a dictionary (RFC 8941, section 3.2) that is a byte sequence, and what may follow it. */
    private static final Pattern MEMBER =
            Pattern.compile("\\G\\s*([a-z*][a-z0-9_.*-]*)\\s*=\\s*:([A-Za-z0-9+/]*={0,2}):\\s*(?:;[^,]*)?(?:,|$)");

    /**
     * Of the headers {@code Content-Digest} and {@code Repr-Digest} (RFC 9530), which say the same where nothing is encoded;
     * other algorithms than {@code sha-256} are passed over.
     *
     * @param values null for a header that is not there
     * @throws Problem 400 if one is malformed
     */
    public static List<AnnouncedDigest> ofHeaders(UnaryOperator<@Nullable String> values) {
        return NAMES.stream()
                .flatMap(name -> ofHeader(name, values.apply(name)).stream())
                .toList();
    }

    private static Optional<AnnouncedDigest> ofHeader(String name, @Nullable String value) {
        if (value == null) {
            return Optional.empty();
        }
        Optional<AnnouncedDigest> found = Optional.empty();
        Matcher member = MEMBER.matcher(value.strip());
        int read = 0;
        while (member.find()) {
            read = member.end();
            if (member.group(1).equals("sha-256")) {
                // The last one counts, as RFC 8941 has it.
                found = Optional.of(new AnnouncedDigest("The header " + name, hexadecimal(name, member.group(2))));
            }
        }
        if (read != value.strip().length()) {
            throw malformed(name, value);
        }
        return found;
    }

    private static String hexadecimal(String name, String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (bytes.length == BYTES) {
                return HexFormat.of().formatHex(bytes);
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw malformed(name, ":" + base64 + ":");
    }

    private static Problem malformed(String name, String value) {
        return Problem.badRequest(name + " must be such as sha-256=:" + "A".repeat(43)
                + "=:, which is the base64 of 32 bytes" + " between colons (RFC 9530), not '" + value + "'.");
    }

    /**
     * Of a field or a name in metadata: 64 hexadecimal digits, as {@code sha256sum} prints them. Empty for null.
     *
     * @throws Problem 400 if it is anything else
     */
    public static Optional<AnnouncedDigest> ofText(String name, @Nullable String value) {
        if (value == null) {
            return Optional.empty();
        }
        String text = value.strip();
        if (!HEXADECIMAL.matcher(text).matches()) {
            throw Problem.badRequest(
                    name + " must be a SHA-256 in 64 hexadecimal digits, as sha256sum prints it, not '" + text + "'.");
        }
        return Optional.of(new AnnouncedDigest("The field " + name, text.toLowerCase(Locale.ROOT)));
    }

    /** @throws Problem 422 if what arrived is something else */
    public void check(String arrived) {
        if (!arrived.equals(sha256)) {
            throw new Problem(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "digest-mismatch",
                    "What arrived is not what was sent",
                    where + " says SHA-256 " + sha256 + ", but the bytes that arrived have " + arrived
                            + ". Nothing was kept. If the digest is right, send it again.");
        }
    }
}
