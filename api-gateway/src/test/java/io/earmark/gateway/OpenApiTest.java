package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.gateway.EndpointTable.Row;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** What the description says of itself. That answers are as it says, {@link GatewayServer#send} sees to in every test. */
class OpenApiTest extends GatewayServer {

    /** The description itself, and where errors are forwarded to inside. */
    private static final Set<String> LEFT_OUT = Set.of("/openapi", "/openapi.yaml", "/error");

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    @Test
    void it_is_open_and_comes_as_JSON_and_YAML() throws Exception {
        key = "none";
        assertThat(described().document().path("openapi").asString()).startsWith("3.1.");
        HttpResponse<byte[]> yaml = get("/openapi.yaml");
        assertThat(yaml.statusCode()).isEqualTo(200);
        assertThat(new String(yaml.body(), StandardCharsets.UTF_8)).contains("operationId: transcribe");
    }

    @Test
    void it_has_every_endpoint_and_no_other() {
        Set<String> served = new TreeSet<>();
        mappings.getHandlerMethods()
                .keySet()
                .forEach(mapping -> mapping.getPatternValues().stream()
                        .filter(path -> !LEFT_OUT.contains(path))
                        .forEach(path -> mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> served.add(method + " " + path))));
        assertThat(described().operations()).containsExactlyInAnyOrderElementsOf(served);
    }

    @Test
    void every_operation_has_a_name_of_its_own_a_sentence_and_a_tag() {
        JsonNode document = described().document();
        List<String> tags = names(document.path("tags"));
        List<String> ids = new ArrayList<>();
        for (JsonNode path : document.path("paths")) {
            for (JsonNode operation : path) {
                String id = operation.path("operationId").asString("");
                ids.add(id);
                assertThat(operation.path("summary").asString("")).as(id).isNotBlank();
                assertThat(operation.path("tags").size()).as(id).isEqualTo(1);
                assertThat(tags).as(id).contains(operation.path("tags").path(0).asString());
            }
        }
        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z][A-Za-z]+"));
    }

    @Test
    void whatever_wants_a_key_says_so_and_how_it_refuses() {
        assertThat(described()
                        .document()
                        .at("/components/securitySchemes/key/scheme")
                        .asString())
                .isEqualTo("bearer");
        for (Row row : EndpointTable.ROWS) {
            JsonNode operation = described().operation(row.method(), row.path());
            assertThat(operation.has("security")).as(row.endpoint()).isFalse();
            assertThat(operation.path("responses").propertyNames())
                    .as(row.endpoint())
                    .contains("401", "403", "429", "503", "default");
        }
    }

    @Test
    void what_filters_know_of_the_caller_is_no_parameter() {
        for (Row row : EndpointTable.ROWS) {
            assertThat(names(described().operation(row.method(), row.path()).path("parameters")))
                    .as(row.endpoint())
                    .doesNotContain("caller", "scopes", "submissionsPerDay");
        }
    }

    private static List<String> names(JsonNode named) {
        List<String> names = new ArrayList<>();
        named.forEach(one -> names.add(one.path("name").asString("")));
        return names;
    }
}
