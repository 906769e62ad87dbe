package io.earmark.gateway.upload;

import io.earmark.gateway.web.Problem;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The header {@code Upload-Checksum} of tus: an algorithm and, in base64, what the bytes of one request come to. */
final class Checksum {

    /** Names of tus, and what Java calls them. */
    private static final Map<String, String> ALGORITHMS =
            Map.of("sha1", "SHA-1", "sha256", "SHA-256", "sha512", "SHA-512", "md5", "MD5");

    /** For {@code Tus-Checksum-Algorithm}. */
    static final String NAMES = "sha1,sha256,sha512,md5";

    private final MessageDigest digest;
    private final byte[] expected;

    private Checksum(MessageDigest digest, byte[] expected) {
        this.digest = digest;
        this.expected = expected;
    }

    /**
     * Null without a header.
     *
     * @throws Problem 400 if it is malformed or of an algorithm that is not known
     */
    static @Nullable Checksum of(@Nullable String header) {
        if (header == null) {
            return null;
        }
        String[] parts = header.strip().split(" +", 2);
        String algorithm = ALGORITHMS.get(parts[0]);
        if (algorithm == null || parts.length == 1) {
            throw Problem.badRequest("Upload-Checksum must be one of " + NAMES
                    + ", a space and the checksum in base64, not '" + header + "'.");
        }
        try {
            return new Checksum(
                    MessageDigest.getInstance(algorithm), Base64.getDecoder().decode(parts[1]));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("Upload-Checksum is not base64: '" + parts[1] + "'.");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has " + algorithm, e);
        }
    }

    /** To be fed with the bytes that arrive. */
    MessageDigest digest() {
        return digest;
    }

    /** Whether what came is what was announced; to be asked once. */
    boolean fits() {
        return Arrays.equals(digest.digest(), expected);
    }
}
