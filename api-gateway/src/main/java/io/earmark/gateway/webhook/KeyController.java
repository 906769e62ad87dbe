package io.earmark.gateway.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.earmark.gateway.secrets.SecretBox;
import io.earmark.gateway.web.Listed;
import io.earmark.gateway.web.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Signing keys: those of an endpoint, whose secret is shown once, and the tenant's own for callbacks. */
@RestController
class KeyController {

    private static final Duration USUAL_OVERLAP = Duration.ofHours(24);
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(30);
    private static final int MOST = 5;

    private final Endpoints endpoints;
    private final SigningKeys keys;
    private final SecretBox box;

    KeyController(Endpoints endpoints, SigningKeys keys, SecretBox box) {
        this.endpoints = endpoints;
        this.keys = keys;
        this.box = box;
    }

    /** @param overlap how long the keys of before sign along, as ISO 8601 has it, such as {@code PT24H}; PT0S for not at all */
    @Schema(name = "SigningKeyRequest")
    record Asked(@Nullable String signature, @Nullable String overlap) {}

    /** @param expiresAt when it stops signing; absent for the newest */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "SigningKey")
    record KeyView(
            String id,
            String signature,
            @Nullable String secret,
            @Nullable String publicKey,
            Instant createdAt,
            @Nullable Instant expiresAt) {

        static KeyView of(SigningKeys.Kept kept, boolean withSecret) {
            SigningKey key = kept.key();
            boolean shared = key.publicKey() == null;
            return new KeyView(
                    kept.id().toString(),
                    key.algorithm().version(),
                    shared && withSecret ? key.shown() : null,
                    key.publicKey(),
                    kept.createdAt(),
                    kept.expiresAt());
        }
    }

    @GetMapping("/webhooks/{id}/keys")
    Listed<KeyView> list(@RequestAttribute String tenant, @PathVariable String id) {
        box.requireKey();
        Endpoint endpoint = find(tenant, id);
        return new Listed<>(views(keys.active(tenant, endpoint.id()), false));
    }

    @PostMapping("/webhooks/{id}/keys")
    ResponseEntity<KeyView> rotate(
            @RequestAttribute String tenant,
            @PathVariable String id,
            @RequestBody(required = false) @Nullable Asked asked) {
        box.requireKey();
        return rotated(tenant, find(tenant, id).id(), asked);
    }

    @DeleteMapping("/webhooks/{id}/keys/{keyId}")
    ResponseEntity<Void> delete(@RequestAttribute String tenant, @PathVariable String id, @PathVariable String keyId) {
        return removed(tenant, find(tenant, id).id(), keyId);
    }

    @GetMapping("/webhook-keys")
    ResponseEntity<Listed<KeyView>> own(@RequestAttribute String tenant) {
        box.requireKey();
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new Listed<>(views(keys.ofTenant(tenant), true)));
    }

    @PostMapping("/webhook-keys")
    ResponseEntity<KeyView> rotateOwn(
            @RequestAttribute String tenant, @RequestBody(required = false) @Nullable Asked asked) {
        box.requireKey();
        return rotated(tenant, null, asked);
    }

    @DeleteMapping("/webhook-keys/{keyId}")
    ResponseEntity<Void> deleteOwn(@RequestAttribute String tenant, @PathVariable String keyId) {
        return removed(tenant, null, keyId);
    }

    private ResponseEntity<KeyView> rotated(String tenant, @Nullable UUID endpoint, @Nullable Asked asked) {
        SigningKey.Algorithm algorithm = EndpointController.algorithm(asked == null ? null : asked.signature());
        Duration overlap = asked == null || asked.overlap() == null ? USUAL_OVERLAP : overlap(asked.overlap());
        if (!overlap.isZero() && keys.active(tenant, endpoint).size() >= MOST) {
            throw new Problem(
                    HttpStatus.CONFLICT,
                    "keys-full",
                    "There are too many keys",
                    MOST + " keys sign already. Delete one, or give the overlap PT0S.");
        }
        return ResponseEntity.status(HttpStatus.CREATED)
                .cacheControl(CacheControl.noStore())
                .body(KeyView.of(keys.rotate(tenant, endpoint, algorithm, overlap), true));
    }

    private static Duration overlap(String text) {
        try {
            Duration overlap = Duration.parse(text);
            if (!overlap.isNegative() && overlap.compareTo(LONGEST_OVERLAP) <= 0) {
                return overlap;
            }
        } catch (DateTimeParseException e) {
            // Told below.
        }
        throw Problem.badRequest("overlap must be a duration from PT0S to P30D, such as PT24H, not '" + text + "'.");
    }

    private ResponseEntity<Void> removed(String tenant, @Nullable UUID endpoint, String keyId) {
        box.requireKey();
        UUID id = WebhookIds.key(keyId);
        List<SigningKeys.Kept> active = keys.active(tenant, endpoint);
        if (active.size() == 1 && active.get(0).id().equals(id)) {
            throw new Problem(
                    HttpStatus.CONFLICT,
                    "last-key",
                    "It is the only key",
                    "Nothing is sent unsigned: make a new key first, by a POST to where the keys are listed.");
        }
        if (!keys.delete(tenant, endpoint, id)) {
            throw Problem.notFound("key", keyId);
        }
        return ResponseEntity.noContent().build();
    }

    private Endpoint find(String tenant, String id) {
        return endpoints
                .find(tenant, WebhookIds.endpoint(id))
                .filter(endpoint -> endpoint.kind() == Endpoint.Kind.ENDPOINT)
                .orElseThrow(() -> Problem.notFound("webhook", id));
    }

    private static List<KeyView> views(List<SigningKeys.Kept> kept, boolean withSecret) {
        return kept.stream().map(key -> KeyView.of(key, withSecret)).toList();
    }
}
