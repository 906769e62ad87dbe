package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is said of the API at {@code /openapi}. Each answer that a test gets is held against it: one of a status, a media type
 * or a shape that is not described fails the test, and so does a property that is not.
 */
final class DescribedApi {

    private static final String ID = "urn:earmark:openapi";
    private static final JsonMapper JSON = new JsonMapper();

    private final JsonNode document;
    private final SchemaRegistry schemas;
    private final Map<String, Pattern> paths = new LinkedHashMap<>();

    DescribedApi(byte[] served) {
        document = JSON.readTree(served);
        ObjectNode strict = JSON.createObjectNode();
        strict.set("$defs", document.path("components").path("schemas").deepCopy());
        close(strict);
        schemas = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                registry -> registry.schemas(Map.of(ID, absolute(strict)))
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()));
        document.path("paths").propertyNames().stream()
                .sorted(Comparator.comparingInt(DescribedApi::variables))
                .forEach(path -> paths.put(path, Pattern.compile(path.replaceAll("\\{\\w+}", "[^/]+"))));
    }

    private static int variables(String path) {
        return path.length() - path.replace("{", "").length();
    }

    /** To clients other properties may be new ones; to us they are forgotten ones. */
    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("type").asString("").equals("object")
                && object.path("properties").isObject()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(DescribedApi::close);
    }

    private static String absolute(JsonNode schema) {
        return schema.toString().replace("\"#/components/schemas/", "\"" + ID + "#/$defs/");
    }

    JsonNode document() {
        return document;
    }

    /** Such as {@code GET /jobs/{id}}. */
    Set<String> operations() {
        Set<String> all = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method -> all.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return all;
    }

    JsonNode operation(String method, String path) {
        return document.path("paths").path(path).path(method.toLowerCase(Locale.ROOT));
    }

    void check(HttpResponse<byte[]> response) {
        check(response, response.body());
    }

    /** @param body as far as it was read */
    void check(HttpResponse<?> response, byte[] body) {
        String asked = response.request().uri().getPath();
        String method = response.request().method();
        Optional<String> path = paths.entrySet().stream()
                .filter(one -> one.getValue().matcher(asked).matches())
                .map(Map.Entry::getKey)
                .findFirst();
        // Tests also ask for what there is not.
        path.map(known -> operation(method, known))
                .filter(JsonNode::isObject)
                .ifPresent(operation -> check(method + " " + asked, operation, response, body));
    }

    private void check(String asked, JsonNode operation, HttpResponse<?> response, byte[] body) {
        String status = Integer.toString(response.statusCode());
        JsonNode responses = operation.path("responses");
        String described = responses.has(status) || response.statusCode() < 400 ? status : "default";
        assertThat(responses.has(described))
                .as("/openapi describes %s for %s: %s", status, asked, responses.propertyNames())
                .isTrue();
        if (body.length > 0) {
            String type =
                    response.headers().firstValue("Content-Type").orElse("none").split(";", 2)[0];
            JsonNode content = resolved(responses.path(described)).path("content");
            JsonNode media = content.path(content.has(type) ? type : type.replaceFirst("/.*", "/*"));
            assertThat(media.isObject())
                    .as("/openapi describes %s of %s for %s", type, status, asked)
                    .isTrue();
            if (type.endsWith("json")) {
                checkShape(asked + " " + status, media.path("schema"), body);
            }
        }
    }

    private void checkShape(String asked, JsonNode schema, byte[] body) {
        assertThat(schemas.getSchema(JSON.readTree(absolute(schema))).validate(JSON.readTree(body)))
                .as("%s, as /openapi describes it: %s", asked, new String(body, StandardCharsets.UTF_8))
                .isEmpty();
    }

    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asString("");
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }
}
