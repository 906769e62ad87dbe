package io.earmark.gateway.deadletter;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as operators see it.
 *
 * @param payload       as text if it is UTF-8, in base64 otherwise; its beginning, if it is long
 * @param properties    of the message, its headers among them; only where one letter is looked at
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeadLetterView(
        String id,
        Instant receivedAt,
        Instant lastReceivedAt,
        int times,
        @Nullable String queue,
        @Nullable String reason,
        @Nullable String jobId,
        @Nullable String kind,
        @Nullable String complaint,
        int bytes,
        String payloadEncoding,
        String payload,
        @JsonRawValue @Nullable String properties,
        Map<String, String> links) {

    private static final int LISTED_BYTES = 300;
    private static final int SHOWN_BYTES = 64 * 1024;

    static DeadLetterView listed(DeadLetter letter) {
        return of(letter, LISTED_BYTES, null);
    }

    static DeadLetterView whole(DeadLetter letter) {
        return of(letter, SHOWN_BYTES, letter.properties());
    }

    private static DeadLetterView of(DeadLetter letter, int most, @Nullable String properties) {
        UUID job = letter.jobId();
        byte[] shown = Arrays.copyOf(letter.body(), Math.min(most, letter.body().length));
        String text = text(shown);
        return new DeadLetterView(
                letter.id().toString(),
                letter.receivedAt(),
                letter.lastAt(),
                letter.times(),
                letter.queue(),
                letter.reason(),
                job == null ? null : job.toString(),
                letter.kind(),
                letter.complaint(),
                letter.body().length,
                text == null ? "base64" : "utf-8",
                text == null ? Base64.getEncoder().encodeToString(shown) : text,
                properties,
                links(letter));
    }

    private static @Nullable String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static Map<String, String> links(DeadLetter letter) {
        Map<String, String> links = new LinkedHashMap<>();
        links.put("self", "/dead-letters/" + letter.id());
        if (letter.jobId() != null) {
            links.put("job", "/jobs/" + letter.jobId());
            links.put("requeue", "/dead-letters/" + letter.id() + "/requeue");
        }
        return links;
    }
}
