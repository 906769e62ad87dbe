package io.earmark.gateway.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as clients see it.
 *
 * @param types     empty for everything
 * @param notice    why it is not enabled
 * @param signature {@code v1} or {@code v1a}, when its key has just been made
 * @param secret    of {@code v1}: shown this once
 * @param publicKey of {@code v1a}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Webhook")
record EndpointView(
        String id,
        String url,
        @Nullable String description,
        List<String> types,
        String payload,
        Endpoint.State state,
        @Nullable String notice,
        @Nullable Instant failingSince,
        Instant createdAt,
        @Nullable String signature,
        @Nullable String secret,
        @Nullable String publicKey,
        Map<String, String> links) {

    static EndpointView of(Endpoint endpoint) {
        return of(endpoint, null);
    }

    static EndpointView of(Endpoint endpoint, @Nullable SigningKey made) {
        String self = "/webhooks/" + endpoint.id();
        return new EndpointView(
                endpoint.id().toString(),
                endpoint.url(),
                endpoint.description(),
                endpoint.types(),
                endpoint.payload().name().toLowerCase(Locale.ROOT),
                endpoint.state(),
                endpoint.notice(),
                endpoint.failingSince(),
                endpoint.createdAt(),
                made == null ? null : made.algorithm().version(),
                made == null || made.publicKey() != null ? null : made.shown(),
                made == null ? null : made.publicKey(),
                Map.of(
                        "self",
                        self,
                        "keys",
                        endpoint.kind() == Endpoint.Kind.CALLBACK ? "/webhook-keys" : self + "/keys",
                        "deliveries",
                        self + "/deliveries"));
    }
}
