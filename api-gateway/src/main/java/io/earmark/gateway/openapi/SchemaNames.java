package io.earmark.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Schemas as clients should name them: {@code Job} for {@code JobView}, {@code JobPage} for a page of those. */
final class SchemaNames {

    private static final String REFERENCE = "#/components/schemas/";
    private static final Pattern LIST = Pattern.compile("(Page|Listed)(\\p{Lu}\\w*)");

    private SchemaNames() {}

    static String shortened(String name) {
        Matcher list = LIST.matcher(name);
        if (list.matches()) {
            return shortened(list.group(2)) + (list.group(1).equals("Page") ? "Page" : "List");
        }
        return name.endsWith("View") ? name.substring(0, name.length() - "View".length()) : name;
    }

    /** @throws IllegalStateException if two schemas would have one name */
    static void shorten(ObjectNode description) {
        if (description.path("components").path("schemas") instanceof ObjectNode schemas) {
            Map<String, JsonNode> named = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> schema : schemas.properties()) {
                if (named.put(shortened(schema.getKey()), schema.getValue()) != null) {
                    throw new IllegalStateException("Two schemas are named " + shortened(schema.getKey()));
                }
            }
            schemas.removeAll();
            schemas.setAll(named);
        }
        shortenReferences(description);
    }

    private static void shortenReferences(JsonNode node) {
        if (node instanceof ObjectNode object) {
            String reference = object.path("$ref").asText();
            if (reference.startsWith(REFERENCE)) {
                object.put("$ref", REFERENCE + shortened(reference.substring(REFERENCE.length())));
            }
        }
        node.forEach(SchemaNames::shortenReferences);
    }
}
