package io.earmark.gateway.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A key that signs messages, after Standard Webhooks 1.0.
 *
 * @param secret    32 bytes for HMAC; the private key in PKCS #8 for Ed25519
 * @param publicKey as {@code whpk_…}, for Ed25519
 */
record SigningKey(
        Algorithm algorithm, byte[] secret, @Nullable String publicKey) {

    private static final int SECRET_BYTES = 32;
    private static final int ED25519_BYTES = 32;

    /** By the name that its signatures begin with. */
    enum Algorithm {
        /** {@code v1}: HMAC with SHA-256; sender and receiver share the secret. */
        HMAC("v1"),
        /** {@code v1a}: Ed25519; the receiver needs the public key alone. */
        ED25519("v1a");

        private final String version;

        Algorithm(String version) {
            this.version = version;
        }

        String version() {
            return version;
        }

        static @Nullable Algorithm of(String version) {
            return Arrays.stream(values())
                    .filter(algorithm -> algorithm.version.equals(version.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElse(null);
        }
    }

    static SigningKey random(Algorithm algorithm) {
        return algorithm == Algorithm.HMAC ? hmac() : ed25519();
    }

    private static SigningKey hmac() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return new SigningKey(Algorithm.HMAC, secret, null);
    }

    private static SigningKey ed25519() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] encoded = pair.getPublic().getEncoded();
            // The key itself is the end of its X.509 form (RFC 8410).
            byte[] raw = Arrays.copyOfRange(encoded, encoded.length - ED25519_BYTES, encoded.length);
            return new SigningKey(
                    Algorithm.ED25519,
                    pair.getPrivate().getEncoded(),
                    "whpk_" + Base64.getEncoder().encodeToString(raw));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime from 15 on has Ed25519", e);
        }
    }

    /** What the receiver is given: the secret as {@code whsec_…}, or the public key. */
    String shown() {
        return publicKey != null ? publicKey : "whsec_" + Base64.getEncoder().encodeToString(secret);
    }

    /** One entry of the header {@code webhook-signature}. */
    String sign(String messageId, long timestamp, String body) {
        byte[] content = (messageId + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8);
        try {
            byte[] signature = algorithm == Algorithm.HMAC ? mac(content) : signature(content);
            return algorithm.version() + "," + Base64.getEncoder().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A signing key cannot be used", e);
        }
    }

    private byte[] mac(byte[] content) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return mac.doFinal(content);
    }

    private byte[] signature(byte[] content) throws GeneralSecurityException {
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(secret)));
        signer.update(content);
        return signer.sign();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "SigningKey[" + algorithm + "]";
    }
}
