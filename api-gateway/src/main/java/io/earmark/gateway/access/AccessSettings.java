package io.earmark.gateway.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param bootstrapKey a key of 32 characters or more that is let in from the start, for the tenant {@code default}
 * @param operators    tenants whose keys may do what concerns other tenants too, as far as their scopes go: pause kinds of
 *                     job, see dead letters, make keys for any tenant
 */
@ConfigurationProperties("earmark.access")
record AccessSettings(
        @Nullable String bootstrapKey,
        @DefaultValue("default") Set<String> operators) {

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
