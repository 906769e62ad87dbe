package io.earmark.gateway.access;

import io.earmark.gateway.web.Ids;
import io.earmark.gateway.web.Page;
import io.earmark.gateway.web.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A tenant's API keys, for those that may administer it; for an operator's administrators those of any tenant. */
@RestController
@RequestMapping("/keys")
class ApiKeyController {

    private static final Duration USUAL_OVERLAP = Duration.ofHours(24);
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(30);

    private final ApiKeys keys;
    private final Operators operators;
    private final Clock clock;

    ApiKeyController(ApiKeys keys, Operators operators, Clock clock) {
        this.keys = keys;
        this.operators = operators;
        this.clock = clock;
    }

    /** @param overlap how long the secret of before is good, as ISO 8601 has it, such as {@code PT24H}; PT0S for not at all */
    @Schema(name = "ApiKeyRotation")
    record Rotation(@Nullable String overlap) {}

    @PostMapping
    ResponseEntity<ApiKeyView> create(@RequestAttribute String tenant, @RequestBody KeyRequest asked) {
        String of = of(tenant, asked.tenant());
        ApiKeyView made = ApiKeyView.of(keys.create(asked.checked(of, clock.instant())), clock.instant());
        return ResponseEntity.created(URI.create("/keys/" + made.id()))
                .cacheControl(CacheControl.noStore())
                .body(made);
    }

    @GetMapping
    Page<ApiKeyView> list(
            @RequestAttribute String tenant,
            @RequestParam(name = "tenant", required = false) @Nullable String asked,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        String of = of(tenant, asked);
        int checked = Page.limit(limit);
        UUID after = cursor == null ? null : after(of, cursor);
        return Page.of(
                keys.page(of, after, checked + 1),
                checked,
                key -> key.id().toString(),
                key -> ApiKeyView.of(key, clock.instant()));
    }

    @GetMapping("/{id}")
    ApiKeyView get(
            @RequestAttribute String tenant,
            @PathVariable String id,
            @RequestParam(name = "tenant", required = false) @Nullable String asked) {
        return ApiKeyView.of(keys.get(of(tenant, asked), id(id)), clock.instant());
    }

    @PostMapping("/{id}/rotate")
    ResponseEntity<ApiKeyView> rotate(
            @RequestAttribute String tenant,
            @PathVariable String id,
            @RequestParam(name = "tenant", required = false) @Nullable String asked,
            @RequestBody(required = false) @Nullable Rotation rotation) {
        Duration overlap = rotation == null || rotation.overlap() == null ? USUAL_OVERLAP : overlap(rotation.overlap());
        ApiKeys.Made made = keys.rotate(of(tenant, asked), id(id), overlap);
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(ApiKeyView.of(made, clock.instant()));
    }

    /** An operator may close another tenant altogether; nobody locks themselves out. */
    @DeleteMapping("/{id}")
    ResponseEntity<Void> revoke(
            @RequestAttribute String tenant,
            @PathVariable String id,
            @RequestParam(name = "tenant", required = false) @Nullable String asked) {
        String of = of(tenant, asked);
        keys.revoke(of, id(id), of.equals(tenant));
        return ResponseEntity.noContent().build();
    }

    /** Whose keys are meant. @throws Problem 403 if they are another tenant's and it is no operator who asks */
    private String of(String tenant, @Nullable String asked) {
        if (asked == null || asked.equals(tenant)) {
            return tenant;
        }
        operators.check(tenant);
        return KeyRequest.tenant(asked);
    }

    private UUID after(String tenant, String cursor) {
        return Ids.uuid(cursor).filter(id -> keys.exists(tenant, id)).orElseThrow(() -> Page.unknownCursor(cursor));
    }

    private static UUID id(String text) {
        return Ids.uuid(text).orElseThrow(() -> Problem.notFound("key", text));
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
}
