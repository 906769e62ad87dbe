package io.earmark.gateway.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who sent the request that is being served.
 *
 * @param key               the key's id; null where a token let it in
 * @param name              of the key, for people; of a token its subject
 * @param submissionsPerDay the key's own quota; null for that of the settings
 */
public record Caller(
        @Nullable UUID key,
        String tenant,
        String name,
        Set<Scope> scopes,
        @Nullable Integer submissionsPerDay) {

    /** The request attribute that holds it. */
    public static final String ATTRIBUTE = "caller";

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** The same for everything that comes with the same key, or with tokens of the same subject. */
    String id() {
        return key == null ? "token " + tenant + " " + name : key.toString();
    }

    /** Null where the request needed no key. */
    public static @Nullable Caller of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Caller caller ? caller : null;
    }
}
