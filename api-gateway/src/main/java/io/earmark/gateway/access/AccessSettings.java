package io.earmark.gateway.access;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** @param bootstrapKey a key of 32 characters or more that is let in from the start, for the tenant {@code default} */
@ConfigurationProperties("earmark.access")
record AccessSettings(@Nullable String bootstrapKey) {

    private static final int SHORTEST = 32;

    AccessSettings {
        // Compose files hand over an empty variable where none is set.
        bootstrapKey = bootstrapKey == null || bootstrapKey.isBlank() ? null : bootstrapKey.strip();
        if (bootstrapKey != null && bootstrapKey.length() < SHORTEST) {
            throw new IllegalArgumentException("earmark.access.bootstrap-key is too short: set at least " + SHORTEST
                    + " random characters, for example from 'openssl rand -hex 32'.");
        }
    }
}
