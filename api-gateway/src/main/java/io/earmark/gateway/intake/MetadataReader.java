package io.earmark.gateway.intake;

import io.earmark.call.CallMetadata;
import io.earmark.call.Sensitive;
import io.earmark.gateway.web.Problem;
import io.earmark.gateway.web.StorableText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.IllformedLocaleException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The part {@code metadata}: a JSON object, of which the fields that we know are checked and the rest kept. */
final class MetadataReader {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_TERMS = 500;
    private static final Pattern TERM = Pattern.compile(
            "(?=.*\\p{L})[\\p{L}\\p{M}\\p{N}](?:[\\p{L}\\p{M}\\p{N} .'’&+-]{0,58}[\\p{L}\\p{M}\\p{N}+.])");

    private MetadataReader() {}

    static CallMetadata read(@Nullable String text, @Nullable String fileName) {
        Map<String, Object> fields = text == null || text.isBlank() ? new LinkedHashMap<>() : parse(text);
        String agent = string(fields, "agent");
        String customer = string(fields, "customer");
        String startedAt = string(fields, "startedAt");
        return new CallMetadata(
                agent,
                customer,
                startedAt == null ? null : time(startedAt),
                strings(fields, "tags"),
                channels(fields),
                fileName,
                fields,
                vocabulary(fields),
                language(fields),
                redact(fields),
                original(fields));
    }

    private static List<String> redact(Map<String, Object> fields) {
        List<String> kinds = strings(fields, "redact");
        for (String kind : kinds) {
            if (Sensitive.of(kind).isEmpty()) {
                throw Problem.badRequest("metadata.redact holds '" + kind + "': it can hold "
                        + String.join(", ", Sensitive.labels()) + ".");
            }
        }
        return kinds.stream().distinct().toList();
    }

    private static @Nullable String original(Map<String, Object> fields) {
        String original = string(fields, "original");
        if (original == null || original.equals("keep")) {
            return null;
        }
        if (!original.equals(CallMetadata.DROP)) {
            throw Problem.badRequest("metadata.original must be keep or drop, not '" + original + "'.");
        }
        return original;
    }

    private static Map<String, Object> parse(String text) {
        try {
            JsonNode read = JSON.readTree(text);
            if (!read.isObject()) {
                throw Problem.badRequest("The part 'metadata' must be a JSON object such as {\"agent\":\"Sam\"}.");
            }
            checkStorable(read);
            return JSON.convertValue(read, new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (JacksonException e) {
            throw Problem.badRequest("The part 'metadata' must be a JSON object: " + e.getOriginalMessage());
        }
    }

    private static void checkStorable(JsonNode node) {
        if (node.isString()) {
            StorableText.check("metadata", node.asString());
        }
        node.propertyNames().forEach(name -> StorableText.check("metadata", name));
        node.forEach(MetadataReader::checkStorable);
    }

    private static @Nullable String string(Map<String, Object> fields, String name) {
        Object value = fields.remove(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw Problem.badRequest("metadata." + name + " must be a string.");
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw Problem.badRequest(
                    "metadata.startedAt must be a time such as 2026-03-02T09:00:00Z, not '" + text + "'.");
        }
    }

    private static List<String> vocabulary(Map<String, Object> fields) {
        List<String> terms = strings(fields, "vocabulary");
        if (terms.size() > MOST_TERMS) {
            throw Problem.badRequest("metadata.vocabulary has " + terms.size() + " terms: at most " + MOST_TERMS
                    + " are taken. Leave common words out.");
        }
        return terms.stream().map(MetadataReader::term).distinct().toList();
    }

    private static String term(String given) {
        String term = given.strip().replaceAll("\\s+", " ");
        if (!TERM.matcher(term).matches()) {
            throw Problem.badRequest(
                    "metadata.vocabulary holds '" + given
                            + "': a term is 2 to 60 letters, digits, spaces and . ' & + - as people write it, such as HubSpot.");
        }
        return term;
    }

    private static @Nullable String language(Map<String, Object> fields) {
        String tag = string(fields, "language");
        if (tag == null) {
            return null;
        }
        try {
            Locale locale = new Locale.Builder().setLanguageTag(tag).build();
            if (!locale.getLanguage().isEmpty()) {
                return locale.toLanguageTag();
            }
        } catch (IllformedLocaleException e) {
            // Said below.
        }
        throw Problem.badRequest("metadata.language must be a BCP 47 tag such as en-US or de, not '" + tag + "'.");
    }

    private static List<String> strings(Map<String, Object> fields, String name) {
        Object value = fields.remove(name);
        if (value == null) {
            return List.of();
        }
        List<String> strings = new ArrayList<>();
        if (!(value instanceof List<?> items)) {
            throw Problem.badRequest("metadata." + name + " must be a list of strings.");
        }
        for (Object item : items) {
            if (!(item instanceof String string)) {
                throw Problem.badRequest("metadata." + name + " must be a list of strings.");
            }
            strings.add(string);
        }
        return List.copyOf(strings);
    }

    private static Map<String, String> channels(Map<String, Object> fields) {
        Object value = fields.remove("channels");
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> given)) {
            throw Problem.badRequest(
                    "metadata.channels must be an object such as {\"left\":\"agent\",\"right\":\"customer\"}.");
        }
        Map<String, String> channels = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : given.entrySet()) {
            if (!(entry.getValue() instanceof String role)
                    || !String.valueOf(entry.getKey()).matches("left|right|\\d{1,2}")) {
                throw Problem.badRequest("metadata.channels maps left, right or a channel's number to a role.");
            }
            channels.put(String.valueOf(entry.getKey()), role);
        }
        return channels;
    }
}
