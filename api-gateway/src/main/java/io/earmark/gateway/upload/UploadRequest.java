package io.earmark.gateway.upload;

import io.earmark.gateway.web.Problem;
import io.earmark.gateway.web.StorableText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of an upload, as its creation asked; what {@code POST /transcribe} has as parts and parameters.
 *
 * @param metadata    a JSON object of what is told of the call
 * @param callbackUrl checked
 * @param sha256      that the whole recording must have, in hexadecimal
 */
record UploadRequest(
        @Nullable String fileName,
        @Nullable String metadata,
        @Nullable String callbackUrl,
        @Nullable String sha256,
        @Nullable Integer priority,
        @Nullable String notBefore,
        boolean reuse) {

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x2b\\x2d-\\x7e]+");

    /**
     * The header {@code Upload-Metadata}: pairs of a key and, after a space, a value in base64, with commas between.
     *
     * @throws Problem 400 if it is malformed
     */
    static Map<String, String> pairs(@Nullable String header) {
        Map<String, String> pairs = new LinkedHashMap<>();
        if (header == null || header.isBlank()) {
            return pairs;
        }
        for (String pair : header.split(",", -1)) {
            String[] parts = pair.strip().split(" ", 2);
            if (!KEY.matcher(parts[0]).matches() || pairs.put(parts[0], value(parts)) != null) {
                throw malformed(parts[0]);
            }
        }
        return pairs;
    }

    private static String value(String[] parts) {
        try {
            String base64 = parts.length == 1 ? "" : parts[1].strip();
            String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            return StorableText.check("Upload-Metadata " + parts[0], text);
        } catch (IllegalArgumentException e) {
            throw malformed(parts[0]);
        }
    }

    private static Problem malformed(String key) {
        return Problem.badRequest("Upload-Metadata is malformed at '" + key
                + "': it must be such as 'filename Y2FsbC53YXY=,metadata e30=', each key once, each value in base64.");
    }
}
