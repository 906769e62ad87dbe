package io.earmark.gateway.access;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API key as it is kept, without its secret.
 *
 * @param prefix            how its secret begins
 * @param expiresAt         from when on it is refused; null for never
 * @param lastUsedAt        to within ten seconds; null for never
 * @param former            the secret of before the last rotation, while it is good; or one that no longer is
 * @param submissionsPerDay its own quota; null for that of the settings
 */
record ApiKey(
        UUID id,
        String tenant,
        String name,
        String prefix,
        Set<Scope> scopes,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt,
        @Nullable Former former,
        @Nullable Integer submissionsPerDay) {

    @Schema(name = "FormerSecret")
    record Former(String prefix, Instant expiresAt) {}

    /** What a new key is to be. */
    record Wanted(
            String tenant,
            String name,
            Set<Scope> scopes,
            @Nullable Instant expiresAt,
            @Nullable Integer submissionsPerDay) {}

    enum State {
        ACTIVE,
        EXPIRED,
        REVOKED
    }

    State state(Instant now) {
        if (revokedAt != null) {
            return State.REVOKED;
        }
        return expiresAt != null && !expiresAt.isAfter(now) ? State.EXPIRED : State.ACTIVE;
    }
}
