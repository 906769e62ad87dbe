package io.earmark.gateway.deadletter;

import com.rabbitmq.client.LongString;
import io.earmark.job.JobKind;
import io.earmark.wire.JobMessageCodec;
import io.earmark.wire.Topology;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What can be told of a dead message, by its own words and by the broker's {@code x-death} headers if it has any. */
final class Autopsy {

    /** ASCII alone, so that there is nothing in it that the database refuses. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** These change when the same message comes once more. */
    private static final Set<String> OF_THE_DELIVERY = Set.of("x-delivery-count", "x-acquired-count");

    private static final int LONGEST_TO_PARSE = 16 * 1024;
    private static final int LONGEST_WORD = 200;

    private Autopsy() {}

    static DeadLetter of(Message message, Instant now) {
        MessageProperties properties = message.getMessageProperties();
        Map<?, ?> death = lastDeath(properties);
        JsonNode body = parse(message.getBody());
        String kind = word(body.path("kind").asString(null));
        return new DeadLetter(
                UUID.randomUUID(),
                now,
                now,
                1,
                word(death.isEmpty() ? queueByKey(properties) : String.valueOf(death.get("queue"))),
                word(death.isEmpty() ? null : String.valueOf(death.get("reason"))),
                message.getBody(),
                JSON.writeValueAsString(properties(properties)),
                uuid(body.path("id").asString("")),
                kind,
                complaint(message.getBody(), kind));
    }

    /** The same for the same message, however often it is delivered. */
    static String digest(DeadLetter letter) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(letter.properties().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            digest.update((byte) 0);
            return HexFormat.of().formatHex(digest.digest(letter.body()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    private static Map<?, ?> lastDeath(MessageProperties properties) {
        Object deaths = properties.getHeaders().get("x-death");
        return deaths instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Map<?, ?> last
                ? last
                : Map.of();
    }

    /** The embedded broker says nothing of a death, but leaves the routing key as it was. */
    private static @Nullable String queueByKey(MessageProperties properties) {
        for (JobKind kind : JobKind.values()) {
            if (kind.label().equals(properties.getReceivedRoutingKey())) {
                return Topology.queue(kind);
            }
        }
        return null;
    }

    private static JsonNode parse(byte[] body) {
        try {
            return body.length > LONGEST_TO_PARSE ? JSON.nullNode() : JSON.readTree(body);
        } catch (JacksonException e) {
            return JSON.nullNode();
        }
    }

    private static @Nullable UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable String complaint(byte[] body, @Nullable String kind) {
        try {
            JobMessageCodec.decode(body);
            return null;
        } catch (IllegalArgumentException e) {
            boolean known = kind == null
                    || List.of(JobKind.values()).stream()
                            .anyMatch(one -> one.name().equals(kind));
            return known
                    ? word("It is no message of ours: " + e.getMessage())
                    : "This version knows no kind '" + kind + "': it may come from a newer one.";
        }
    }

    private static Map<String, Object> properties(MessageProperties properties) {
        Map<String, Object> kept = new TreeMap<>();
        put(kept, "contentType", properties.getContentType());
        put(kept, "messageId", properties.getMessageId());
        put(kept, "timestamp", properties.getTimestamp());
        put(kept, "exchange", properties.getReceivedExchange());
        put(kept, "routingKey", properties.getReceivedRoutingKey());
        Map<String, Object> headers = new TreeMap<>();
        properties.getHeaders().forEach((name, value) -> {
            if (!OF_THE_DELIVERY.contains(name)) {
                put(headers, name, value);
            }
        });
        kept.put("headers", headers);
        return kept;
    }

    private static void put(Map<String, Object> map, String name, @Nullable Object value) {
        if (value != null) {
            map.put(name, plain(value));
        }
    }

    /** AMQP's values as JSON has them. */
    private static Object plain(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> plain = new TreeMap<>();
            map.forEach((name, one) -> put(plain, String.valueOf(name), one));
            return plain;
        }
        if (value instanceof List<?> list) {
            List<Object> plain = new ArrayList<>();
            list.forEach(one -> plain.add(one == null ? "null" : plain(one)));
            return plain;
        }
        if (value instanceof LongString text) {
            return text.toString();
        }
        if (value instanceof Date date) {
            return date.toInstant().toString();
        }
        return value instanceof Number || value instanceof Boolean || value instanceof byte[]
                ? value
                : String.valueOf(value);
    }

    /** Short, and nothing in it that the database refuses. */
    private static @Nullable String word(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String clean = text.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() > LONGEST_WORD ? clean.substring(0, LONGEST_WORD) : clean;
    }
}
