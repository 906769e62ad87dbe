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
        try {
            JsonNode message = JSON.readTree(body);
            return new JobMessage(
                    JobId.parse(message.path("id").asString("")),
                    JobKind.valueOf(message.path("kind").asString("")));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("Not JSON", e);
        }
    }
}
