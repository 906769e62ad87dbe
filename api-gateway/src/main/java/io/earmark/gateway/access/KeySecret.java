package io.earmark.gateway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The secret of an API key, which only its owner keeps; here is its SHA-256.
 *
 * <p>Why no slow hash, such as Argon2id: those make each guess dear, which guards secrets that people choose. These are 256
 * bits from a cryptographic random source; nobody guesses one, however fast the hash, and a slow one would cost every
 * request its time and memory. The hash needs no salt for the same reason: no two secrets are alike. A key is looked up
 * by its hash, so how long that takes tells how much of a <em>hash</em> agrees, and of the secret nothing; there is no
 * comparison of secrets whose time could be measured. (A key from {@code earmark.access.bootstrap-key} is as good as the
 * operator's random source; it must have 32 characters.)
 */
record KeySecret(String text) {

    private static final String BEGINNING = "ek_";
    private static final int BYTES = 32;
    private static final int SHOWN = 10;
    private static final SecureRandom RANDOM = new SecureRandom();

    static KeySecret random() {
        byte[] secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        return new KeySecret(BEGINNING + HexFormat.of().formatHex(secret));
    }

    /** So much of it is shown in lists, for people to tell one from another: of a key of ours, 28 of its 256 bits. */
    String prefix() {
        return text.substring(0, Math.min(SHOWN, text.length()));
    }

    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    /** Never the secret: records end up in logs. */
    @Override
    public String toString() {
        return "KeySecret";
    }
}
