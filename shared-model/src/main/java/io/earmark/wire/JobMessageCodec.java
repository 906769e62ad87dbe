package io.earmark.wire;

import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessageProperties;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@link JobMessage} as {@code {"id":"…","kind":"TRANSCRIBE","more":["…"]}}, the last part only where there are more.
 * Unknown fields are skipped: two versions may run. One that knows no more than the first job does that; the others are
 * announced again when they have waited too long.
 */
public final class JobMessageCodec {

    private static final JsonMapper JSON = new JsonMapper();
    /** Ours have a hundred bytes; what is much longer is none of ours, and not worth parsing. */
    private static final int LONGEST_BYTES = 16 * 1024;

    private JobMessageCodec() {}

    /** Persistent, so that a broker's restart keeps it. */
    public static Message encode(JobMessage message) {
        ObjectNode body = JSON.createObjectNode()
                .put("id", message.id().toString())
                .put("kind", message.kind().name());
        if (!message.more().isEmpty()) {
            ArrayNode more = body.putArray("more");
            message.more().forEach(id -> more.add(id.toString()));
        }
        return MessageBuilder.withBody(body.toString().getBytes(StandardCharsets.UTF_8))
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
            return new JobMessage(
                    JobId.parse(text(message, "id")), JobKind.valueOf(text(message, "kind")), more(message));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("Not JSON", e);
        }
    }

    private static List<JobId> more(JsonNode message) {
        JsonNode more = message.path("more");
        if (more.isMissingNode()) {
            return List.of();
        }
        if (!more.isArray()) {
            throw new IllegalArgumentException("No list in \"more\"");
        }
        List<JobId> ids = new ArrayList<>();
        for (JsonNode id : more) {
            ids.add(JobId.parse(id.asString("")));
        }
        return ids;
    }

    private static String text(JsonNode message, String field) {
        JsonNode value = message.path(field);
        if (!value.isString()) {
            throw new IllegalArgumentException("No text in \"" + field + "\"");
        }
        return value.stringValue();
    }
}
