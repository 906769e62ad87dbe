package io.earmark.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.OpenAPI;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The description that is served: paths, parameters and schemas as springdoc reads them off the controllers, named as clients
 * should name them; {@code openapi.yml} laid over that; and the {@link Conventions}, which hold for every operation.
 */
@Component
class ApiDescription implements GlobalOpenApiCustomizer {

    private static final String WRITTEN = "/openapi.yml";

    private final ObjectNode written;

    ApiDescription() {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        try (InputStream yaml = Objects.requireNonNull(ApiDescription.class.getResourceAsStream(WRITTEN))) {
            written = Json31.mapper().valueToTree(new Yaml(new SafeConstructor(options)).load(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(WRITTEN + " cannot be read", e);
        }
    }

    @Override
    public void customise(OpenAPI description) {
        ObjectNode whole = Json31.mapper().valueToTree(description);
        SchemaNames.shorten(whole);
        Overlay.lay(written, whole);
        Conventions conventions = new Conventions(whole);
        for (Map.Entry<String, JsonNode> path : whole.path("paths").properties()) {
            path.getValue().forEach(operation -> conventions.apply(path.getKey(), (ObjectNode) operation));
        }
        OpenAPI made = Json31.mapper().convertValue(whole, OpenAPI.class);
        description
                .info(made.getInfo().version(version()))
                .servers(made.getServers())
                .security(made.getSecurity())
                .tags(made.getTags())
                .paths(made.getPaths())
                .components(made.getComponents());
    }

    /** As {@code GET /} tells it; a description has to have one even where the program was not started from its archive. */
    private static String version() {
        return Objects.requireNonNullElse(ApiDescription.class.getPackage().getImplementationVersion(), "from classes");
    }
}
