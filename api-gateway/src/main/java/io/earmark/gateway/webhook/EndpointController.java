package io.earmark.gateway.webhook;

import io.earmark.gateway.outbound.AddressGuard;
import io.earmark.gateway.outbound.OutboundRefused;
import io.earmark.gateway.outbound.OutboundUrl;
import io.earmark.gateway.secrets.SecretBox;
import io.earmark.gateway.web.Page;
import io.earmark.gateway.web.Problem;
import io.earmark.gateway.web.StorableText;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A tenant's endpoints. */
@RestController
@RequestMapping("/webhooks")
class EndpointController {

    private static final int LONGEST_DESCRIPTION = 500;

    private final Endpoints endpoints;
    private final SigningKeys keys;
    private final SecretBox box;
    private final AddressGuard guard;
    private final TransactionTemplate transaction;
    private final WebhookSettings settings;

    EndpointController(
            Endpoints endpoints,
            SigningKeys keys,
            SecretBox box,
            AddressGuard guard,
            TransactionTemplate storeTransaction,
            WebhookSettings settings) {
        this.endpoints = endpoints;
        this.keys = keys;
        this.box = box;
        this.guard = guard;
        this.transaction = storeTransaction;
        this.settings = settings;
    }

    /**
     * What is asked for; null leaves the usual, or what was.
     *
     * @param payload   {@code thin} or {@code full}
     * @param signature {@code v1} or {@code v1a}; with POST only
     * @param enabled   with PATCH only
     */
    @Schema(name = "WebhookRequest")
    record Asked(
            @Nullable String url,
            @Nullable String description,
            @Nullable List<String> types,
            @Nullable String payload,
            @Nullable String signature,
            @Nullable Boolean enabled) {}

    @PostMapping
    ResponseEntity<EndpointView> create(@RequestAttribute String tenant, @RequestBody Asked asked) {
        box.requireKey();
        if (asked.url() == null) {
            throw Problem.badRequest("url is missing: where are events to be sent?");
        }
        String url = url(asked.url());
        List<String> types = EventTypes.check(asked.types());
        Endpoint.Payload payload = payload(asked.payload());
        SigningKey.Algorithm algorithm = algorithm(asked.signature());
        String description = description(asked.description());
        if (endpoints.count(tenant) >= settings.endpoints()) {
            throw new Problem(
                    HttpStatus.CONFLICT,
                    "webhooks-full",
                    "There are too many endpoints",
                    "You have " + settings.endpoints() + " endpoints, the most there can be. Delete one first.");
        }
        EndpointView made = Objects.requireNonNull(transaction.execute(status -> {
            Endpoint endpoint = endpoints.insert(tenant, url, description, types, payload);
            return EndpointView.of(
                    endpoint, keys.create(tenant, endpoint.id(), algorithm).key());
        }));
        return ResponseEntity.created(URI.create("/webhooks/" + made.id()))
                .cacheControl(CacheControl.noStore())
                .body(made);
    }

    /** @param callbacks the URLs that came with submissions, instead of the endpoints */
    @GetMapping
    Page<EndpointView> list(
            @RequestAttribute String tenant,
            @RequestParam(defaultValue = "false") boolean callbacks,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        Endpoint.Kind kind = callbacks ? Endpoint.Kind.CALLBACK : Endpoint.Kind.ENDPOINT;
        UUID after = cursor == null ? null : WebhookIds.cursor(cursor);
        if (after != null && endpoints.find(tenant, after).isEmpty()) {
            throw Page.unknownCursor(String.valueOf(cursor));
        }
        List<Endpoint> rows = endpoints.page(tenant, kind, after, Page.limit(limit) + 1);
        return Page.of(rows, limit, endpoint -> endpoint.id().toString(), EndpointView::of);
    }

    @GetMapping("/{id}")
    EndpointView get(@RequestAttribute String tenant, @PathVariable String id) {
        return EndpointView.of(find(tenant, id));
    }

    @PatchMapping("/{id}")
    EndpointView change(@RequestAttribute String tenant, @PathVariable String id, @RequestBody Asked asked) {
        Endpoint before = find(tenant, id);
        if (asked.signature() != null) {
            throw Problem.badRequest("signature cannot be changed: POST /webhooks/" + id + "/keys makes a new key.");
        }
        if (before.kind() == Endpoint.Kind.CALLBACK && (asked.url() != null || asked.types() != null)) {
            throw Problem.badRequest("This is the callbackUrl of submissions: its url and types are theirs.");
        }
        Endpoint after = new Endpoint(
                before.id(),
                tenant,
                before.kind(),
                asked.url() == null ? before.url() : url(asked.url()),
                asked.description() == null ? before.description() : description(asked.description()),
                asked.types() == null ? before.types() : EventTypes.check(asked.types()),
                asked.payload() == null ? before.payload() : payload(asked.payload()),
                before.state(),
                before.notice(),
                before.createdAt(),
                before.failingSince());
        transaction.executeWithoutResult(status -> {
            endpoints.update(after);
            if (Boolean.TRUE.equals(asked.enabled())) {
                endpoints.enable(before.id());
            } else if (Boolean.FALSE.equals(asked.enabled())) {
                endpoints.disable(before.id(), "Switched off by PATCH.");
            }
        });
        return EndpointView.of(find(tenant, id));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(@RequestAttribute String tenant, @PathVariable String id) {
        if (!endpoints.delete(tenant, WebhookIds.endpoint(id))) {
            throw Problem.notFound("webhook", id);
        }
        return ResponseEntity.noContent().build();
    }

    private Endpoint find(String tenant, String id) {
        return endpoints.find(tenant, WebhookIds.endpoint(id)).orElseThrow(() -> Problem.notFound("webhook", id));
    }

    private String url(String text) {
        try {
            OutboundUrl url = guard.read(text.strip());
            guard.checkNow(url);
            return url.toString();
        } catch (OutboundRefused e) {
            throw Callbacks.refused("url", e);
        }
    }

    private static @Nullable String description(@Nullable String text) {
        if (text != null && text.length() > LONGEST_DESCRIPTION) {
            throw Problem.badRequest("description has at most " + LONGEST_DESCRIPTION + " characters.");
        }
        return text == null ? null : StorableText.check("description", text);
    }

    private static Endpoint.Payload payload(@Nullable String name) {
        if (name == null || name.equals("thin")) {
            return Endpoint.Payload.THIN;
        }
        if (!name.equals("full")) {
            throw Problem.badRequest("payload must be thin or full, not '" + name + "'.");
        }
        return Endpoint.Payload.FULL;
    }

    static SigningKey.Algorithm algorithm(@Nullable String version) {
        SigningKey.Algorithm algorithm = version == null ? SigningKey.Algorithm.HMAC : SigningKey.Algorithm.of(version);
        if (algorithm == null) {
            throw Problem.badRequest("signature must be v1 (HMAC) or v1a (Ed25519), not '" + version + "'.");
        }
        return algorithm;
    }
}
