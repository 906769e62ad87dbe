package io.earmark.gateway.access;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Access tokens of an OpenID Connect provider, beside API keys. Off unless there is an issuer.
 *
 * @param issuer      what the claim {@code iss} must be, to the letter
 * @param jwks        where the provider shows its public keys
 * @param audience    what the claim {@code aud} must hold: tokens for other services are none for this one
 * @param tenantClaim which claim names the tenant
 * @param tenant      the tenant of all tokens, instead of a claim
 * @param scopeClaim  which claim names the scopes, as a list or as words in a text
 * @param scopePrefix what comes before the names of our scopes there
 */
@ConfigurationProperties("earmark.access.oidc")
record OidcSettings(
        @Nullable String issuer,
        @Nullable URI jwks,
        @Nullable String audience,
        @DefaultValue("tenant") String tenantClaim,
        @Nullable String tenant,
        @DefaultValue("scope") String scopeClaim,
        @DefaultValue("earmark:") String scopePrefix) {

    OidcSettings {
        // Compose files hand over an empty variable where none is set.
        issuer = issuer == null || issuer.isBlank() ? null : issuer.strip();
        if (issuer != null && (jwks == null || jwks.getHost() == null || audience == null || audience.isBlank())) {
            throw new IllegalArgumentException(
                    "earmark.access.oidc.issuer wants two more: set earmark.access.oidc.jwks to"
                            + " the URL of the provider's keys (jwks_uri in its .well-known/openid-configuration), and"
                            + " earmark.access.oidc.audience to what its tokens for this server hold in 'aud'.");
        }
    }
}
