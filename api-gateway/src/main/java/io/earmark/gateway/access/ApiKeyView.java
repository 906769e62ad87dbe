package io.earmark.gateway.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key as its administrators see it.
 *
 * @param secret            in the answer that made it, and never again
 * @param former            the secret of before, while it is good too
 * @param submissionsPerDay if the key has a quota of its own
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ApiKeyView(
        String id,
        String tenant,
        String name,
        @Nullable String secret,
        String prefix,
        List<String> scopes,
        String state,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt,
        ApiKey.@Nullable Former former,
        @Nullable Integer submissionsPerDay,
        Map<String, String> links) {

    static ApiKeyView of(ApiKeys.Made made, Instant now) {
        return of(made.key(), made.secret().text(), now);
    }

    static ApiKeyView of(ApiKey key, Instant now) {
        return of(key, null, now);
    }

    private static ApiKeyView of(ApiKey key, @Nullable String secret, Instant now) {
        ApiKey.State state = key.state(now);
        ApiKey.Former former = key.former();
        boolean formerIsGood = former != null
                && state == ApiKey.State.ACTIVE
                && former.expiresAt().isAfter(now);
        return new ApiKeyView(
                key.id().toString(),
                key.tenant(),
                key.name(),
                secret,
                key.prefix(),
                Scope.labels(key.scopes()),
                state.name().toLowerCase(Locale.ROOT),
                key.createdAt(),
                key.expiresAt(),
                key.lastUsedAt(),
                key.revokedAt(),
                formerIsGood ? former : null,
                key.submissionsPerDay(),
                Map.of("self", "/keys/" + key.id(), "rotate", "/keys/" + key.id() + "/rotate"));
    }
}
