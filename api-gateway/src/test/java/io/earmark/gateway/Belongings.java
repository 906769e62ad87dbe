package io.earmark.gateway;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a tenant has, one of each sort: ids by what they are called in {@link #filled}. */
final class Belongings {

    /** By the path's first segment and the variable's name; a sub-resource's variable is called alike everywhere. */
    private static final Map<String, String> SORTS = Map.ofEntries(
            Map.entry("jobs id", "job"),
            Map.entry("uploads id", "upload"),
            Map.entry("calls id", "call"),
            Map.entry("erasures id", "erasure"),
            Map.entry("webhooks id", "webhook"),
            Map.entry("webhooks deliveryId", "delivery"),
            Map.entry("webhooks keyId", "signingKey"),
            Map.entry("webhook-keys keyId", "ownSigningKey"),
            Map.entry("keys id", "apiKey"),
            Map.entry("dead-letters id", "deadLetter"),
            Map.entry("batches id", "batch"),
            Map.entry("batches number", "number"),
            Map.entry("kinds name", "kind"));

    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    private final Map<String, String> ids = new LinkedHashMap<>(Map.of("kind", "speak", "number", "1"));

    Belongings with(String sort, String id) {
        ids.put(sort, id);
        return this;
    }

    /** These, but for one that is another's. */
    Belongings but(String sort, String id) {
        Belongings mixed = new Belongings();
        mixed.ids.putAll(ids);
        return mixed.with(sort, id);
    }

    String id(String sort) {
        return Objects.requireNonNull(
                ids.get(sort), () -> "No id of the sort '" + sort + "': add it to the tenant's things");
    }

    /** All that nobody else may see. */
    Collection<String> ids() {
        Map<String, String> own = new LinkedHashMap<>(ids);
        own.remove("kind");
        own.remove("number");
        return own.values();
    }

    /** A path with these ids in the place of its variables. */
    String filled(String path) {
        String first = path.split("/")[1];
        return VARIABLE.matcher(path).replaceAll(variable -> id(sort(first, variable)));
    }

    /** A body with ids in the place of their sorts. */
    String filledBody(String body) {
        return VARIABLE.matcher(body).replaceAll(variable -> id(variable.group(1)));
    }

    private static String sort(String first, MatchResult variable) {
        String key = first + " " + variable.group(1);
        return Objects.requireNonNull(SORTS.get(key), () -> "What is '" + key + "'? Add it to the sorts of ids");
    }
}
