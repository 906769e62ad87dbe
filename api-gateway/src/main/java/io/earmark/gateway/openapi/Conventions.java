package io.earmark.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What holds for every operation: shared parameters, the problems that any may have, what is left of the rate. */
final class Conventions {

    private static final String COMPONENTS = "#/components/";

    private final Set<String> sharedParameters;

    /** @param description with the components that operations are pointed to */
    Conventions(JsonNode description) {
        sharedParameters = Set.copyOf(description.path("components").path("parameters").properties().stream()
                .map(Map.Entry::getKey)
                .toList());
    }

    void apply(String path, ObjectNode operation) {
        shareParameters(operation);
        boolean open = operation.path("security").isArray();
        if (!open) {
            addProblems(path, operation);
            tellRate(operation);
        }
    }

    private void shareParameters(ObjectNode operation) {
        if (operation.path("parameters") instanceof ArrayNode parameters) {
            // Some are there twice: as a method takes them, and as they are written.
            Map<String, JsonNode> once = new LinkedHashMap<>();
            for (JsonNode parameter : parameters) {
                String name = parameter.path("name").asText();
                JsonNode shared = sharedParameters.contains(name) ? reference("parameters", name) : parameter;
                once.put(shared.has("$ref") ? shared.path("$ref").asText() : name, shared);
            }
            operation.putArray("parameters").addAll(once.values());
        }
    }

    private static void addProblems(String path, ObjectNode operation) {
        ObjectNode responses = operation.withObject("/responses");
        if (operation.has("parameters") || operation.has("requestBody")) {
            add(responses, "400", "BadRequest");
        }
        add(responses, "401", "Unauthorized");
        add(responses, "403", "Forbidden");
        if (path.contains("{")) {
            add(responses, "404", "NotFound");
        }
        add(responses, "429", "TooManyRequests");
        add(responses, "503", "Unavailable");
        add(responses, "default", "Problem");
    }

    private static void add(ObjectNode responses, String status, String problem) {
        if (!responses.has(status)) {
            responses.set(status, reference("responses", problem));
        }
    }

    private static void tellRate(ObjectNode operation) {
        for (Map.Entry<String, JsonNode> response : operation.path("responses").properties()) {
            if (response.getKey().startsWith("2")) {
                ObjectNode headers = ((ObjectNode) response.getValue()).withObject("/headers");
                headers.set("RateLimit", reference("headers", "RateLimit"));
                headers.set("RateLimit-Policy", reference("headers", "RateLimit-Policy"));
            }
        }
    }

    private static ObjectNode reference(String kind, String name) {
        return JsonNodeFactory.instance.objectNode().put("$ref", COMPONENTS + kind + "/" + name);
    }
}
