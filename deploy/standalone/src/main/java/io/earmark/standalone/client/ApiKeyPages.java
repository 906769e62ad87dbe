package io.earmark.standalone.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is asked of and answered by the server about API keys, as far as people are shown it. */
public final class ApiKeyPages {

    private ApiKeyPages() {}

    /** What a new key is to be; null for the usual. */
    public record NewKey(
            String name,
            @Nullable String tenant,
            List<String> scopes,
            @Nullable Instant expiresAt,
            @Nullable Integer submissionsPerDay) {}

    /** The secret of before, while it is good too. */
    public record Former(String prefix, Instant expiresAt) {}

    /** @param secret in the answer that made it */
    public record KeyPage(
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
            @Nullable Former former,
            @Nullable Integer submissionsPerDay) {}

    record KeyList(List<KeyPage> items, @Nullable String next) {}
}
