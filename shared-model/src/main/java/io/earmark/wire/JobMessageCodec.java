package io.earmark.wire;

import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import java.nio.charset.StandardCharsets;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessageProperties;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A {@link JobMessage} as {@code {"id":"…","kind":"TRANSCRIBE"}}. Unknown fields are skipped: two versions may run. */
public final class JobMessageCodec {

    private static final JsonMapper JSON = new JsonMapper();
    /** Ours have a hundred bytes; what is much longer is none of ours, and not worth parsing. */
    private static final int LONGEST_BYTES = 16 * 1024;

    private JobMessageCodec() {}

    /** Persistent, so that a broker's restart keeps it. */
    public static Message encode(JobMessage message) {
        String body = JSON.createObjectNode()
                .put("id", message.id().toString())
                .put("kind", message.kind().name())
                .toString();
        return MessageBuilder.withBody(body.getBytes(StandardCharsets.UTF_8))
                .setContentType(MessageProperties.CONTENT_TYPE_JSON)
                .setMessageId(message.id().toString())
                .setDeliveryMode(MessageDeliveryMode.PERSISTENT)
                .build();
    }

    /** @throws IllegalArgumentException if it is no such message */
    public static JobMessage decode(byte[] body) {
        if (body.length > LONGEST_BYTES) {
            throw new IllegalArgumentException(body.length + " bytes are too many");
        }
        try {
            JsonNode message = JSON.readTree(body);
            return new JobMessage(JobId.parse(text(message, "id")), JobKind.valueOf(text(message, "kind")));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("Not JSON", e);
        }
    }

    private static String text(JsonNode message, String field) {
        JsonNode value = message.path(field);
        if (!value.isString()) {
            throw new IllegalArgumentException("No text in \"" + field + "\"");
        }
        return value.stringValue();
    }
}
