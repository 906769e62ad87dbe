package io.earmark.gateway.secrets;

import io.earmark.gateway.web.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Encrypts with AES-256 in GCM (NIST SP 800-38D), a random nonce of 96 bits for each. A box holds a version byte, four
 * bytes that tell the key, the nonce, and the ciphertext with its tag of 128 bits. The row's id is authenticated along
 * with it, so that a box put into another row does not open.
 */
@Component
public class SecretBox {

    private static final byte VERSION = 1;
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int HEADER_BYTES = 1 + Integer.BYTES + NONCE_BYTES;

    private record Key(int id, SecretKey key) {}

    private final @Nullable Key current;
    private final Map<Integer, SecretKey> keys = new TreeMap<>();
    private final SecureRandom random = new SecureRandom();

    public SecretBox(SecretsSettings settings) {
        String given = settings.key();
        // Compose files hand over an empty variable where none is set.
        current = given == null || given.isBlank() ? null : key("earmark.secrets.key", given);
        List<Key> all = new ArrayList<>();
        if (current != null) {
            all.add(current);
        }
        settings.formerly().stream()
                .filter(text -> !text.isBlank())
                .forEach(text -> all.add(key("earmark.secrets.formerly", text)));
        all.forEach(key -> keys.put(key.id(), key.key()));
    }

    private static Key key(String setting, String text) {
        byte[] bytes = bytes(text.strip());
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    setting
                            + " must be 256 bits, as 64 hexadecimal digits or in base64: for example from 'openssl rand -hex 32'.");
        }
        try {
            int id = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes))
                    .getInt();
            return new Key(id, new SecretKeySpec(bytes, "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    private static byte[] bytes(String text) {
        try {
            return text.length() == 2 * KEY_BYTES
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** @throws Problem 503 if the operator has set no key */
    public void requireKey() {
        currentKey();
    }

    private Key currentKey() {
        if (current == null) {
            throw new Problem(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "secrets-key-unset",
                    "This server keeps no secrets yet",
                    "Webhooks need signing keys, which are kept encrypted. The operator has to set earmark.secrets.key"
                            + " (EARMARK_SECRETS_KEY) to 64 hexadecimal digits, as 'openssl rand -hex 32' prints them,"
                            + " and restart the gateway.");
        }
        return current;
    }

    /** @param row what the secret belongs to */
    public byte[] seal(byte[] secret, Object row) {
        Key key = currentKey();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = apply(Cipher.ENCRYPT_MODE, key.key(), nonce, secret, row);
        return ByteBuffer.allocate(HEADER_BYTES + sealed.length)
                .put(VERSION)
                .putInt(key.id())
                .put(nonce)
                .put(sealed)
                .array();
    }

    /** @throws IllegalStateException if its key is none of ours, or if it was tampered with */
    public byte[] open(byte[] box, Object row) {
        ByteBuffer buffer = ByteBuffer.wrap(box);
        if (box.length < HEADER_BYTES || buffer.get() != VERSION) {
            throw new IllegalStateException("The secret of " + row + " is not in a form that is known");
        }
        SecretKey key = keys.get(buffer.getInt());
        if (key == null) {
            throw new IllegalStateException("The secret of " + row
                    + " was encrypted with another key: put that one into" + " earmark.secrets.formerly");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        buffer.get(nonce);
        byte[] sealed = new byte[buffer.remaining()];
        buffer.get(sealed);
        return apply(Cipher.DECRYPT_MODE, key, nonce, sealed, row);
    }

    private static byte[] apply(int mode, SecretKey key, byte[] nonce, byte[] input, Object row) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(row.toString().getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The secret of " + row + " cannot be encrypted or decrypted", e);
        }
    }
}
