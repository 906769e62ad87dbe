package io.earmark.gateway.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A strong entity tag (RFC 9110, section 8.8.3): the same for the same content on every gateway, another for any other.
 *
 * @param value 32 hexadecimal digits, without the quotes
 */
public record EntityTag(String value) {

    private static final int BYTES = 16;

    /** Of all that the content depends on. */
    public static EntityTag of(String... parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            // Its length first, so that "ab", "c" is not "a", "bc".
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            digest.update(bytes);
        }
        return of(digest);
    }

    static EntityTag of(byte[] content) {
        MessageDigest digest = sha256();
        digest.update(content);
        return of(digest);
    }

    private static EntityTag of(MessageDigest digest) {
        return new EntityTag(HexFormat.of().formatHex(digest.digest(), 0, BYTES));
    }

    /** Whether a client has it. @param ifNoneMatch the tags of {@code If-None-Match}, compared weakly as section 13.1.2 wants */
    boolean isAmong(List<String> ifNoneMatch) {
        return ifNoneMatch.contains(toString()) || ifNoneMatch.contains("W/" + this);
    }

    /** As headers have it. */
    @Override
    public String toString() {
        return "\"" + value + "\"";
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
