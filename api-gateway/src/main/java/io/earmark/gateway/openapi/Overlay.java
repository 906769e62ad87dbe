package io.earmark.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lays what is written of the API over what is derived: a JSON Merge Patch (RFC 7396), but that parameters are joined by
 * their names, that what is written of an operation's answers is all of them, and that an answer without a body of its own
 * has the one that is derived, unless its status has none.
 */
final class Overlay {

    private static final String NO_CONTENT = "204";

    private Overlay() {}

    static void lay(ObjectNode written, ObjectNode derived) {
        for (Map.Entry<String, JsonNode> entry : written.properties()) {
            String name = entry.getKey();
            JsonNode there = derived.path(name);
            if (name.equals("parameters") && entry.getValue() instanceof ArrayNode parameters) {
                derived.set(name, joined(parameters, there));
            } else if (name.equals("responses") && derived.has("operationId")) {
                derived.set(name, answers((ObjectNode) entry.getValue(), there));
            } else if (entry.getValue() instanceof ObjectNode object && there instanceof ObjectNode into) {
                lay(object, into);
            } else {
                derived.set(name, entry.getValue().deepCopy());
            }
        }
    }

    private static ArrayNode joined(ArrayNode written, JsonNode derived) {
        ArrayNode all = written.arrayNode();
        derived.forEach(all::add);
        for (JsonNode parameter : written) {
            ObjectNode same = named(parameter.path("name").asText(), all);
            if (same == null) {
                all.add(parameter.deepCopy());
            } else {
                lay((ObjectNode) parameter, same);
            }
        }
        return all;
    }

    private static @Nullable ObjectNode named(String name, ArrayNode parameters) {
        for (JsonNode parameter : parameters) {
            if (parameter.path("name").asText().equals(name) && !name.isEmpty()) {
                return (ObjectNode) parameter;
            }
        }
        return null;
    }

    private static ObjectNode answers(ObjectNode written, JsonNode derived) {
        ObjectNode all = written.deepCopy();
        boolean succeeds = all.properties().stream().anyMatch(answer -> isSuccess(answer.getKey()));
        for (Map.Entry<String, JsonNode> answer : derived.properties()) {
            if (!succeeds) {
                all.set(answer.getKey(), answer.getValue());
            }
            inherit(answer.getValue().path("content"), all);
        }
        return all;
    }

    private static void inherit(JsonNode content, ObjectNode answers) {
        for (Map.Entry<String, JsonNode> answer : answers.properties()) {
            boolean hasBody = isSuccess(answer.getKey()) && !answer.getKey().equals(NO_CONTENT);
            if (hasBody && !content.isMissingNode() && !answer.getValue().has("content")) {
                ((ObjectNode) answer.getValue()).set("content", content.deepCopy());
            }
        }
    }

    private static boolean isSuccess(String status) {
        return status.startsWith("2");
    }
}
