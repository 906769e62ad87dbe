package io.earmark.gateway.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.earmark.gateway.secrets.SecretBox;
import io.earmark.gateway.web.Page;
import io.earmark.gateway.web.Problem;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What was sent to an endpoint and what came of it; sending it again; a test. */
@RestController
@RequestMapping("/webhooks/{id}")
class DeliveryController {

    private final Endpoints endpoints;
    private final DeliveryHistory history;
    private final SecretBox box;

    DeliveryController(Endpoints endpoints, DeliveryHistory history, SecretBox box) {
        this.endpoints = endpoints;
        this.history = history;
        this.box = box;
    }

    /** As it is asked for. */
    enum State {
        PENDING,
        DELIVERED,
        FAILED
    }

    /**
     * @param eventId     the {@code webhook-id} that the receiver sees
     * @param nextAttempt while it is pending
     * @param status      of the last attempt's answer, as are duration and error
     * @param payload     what is sent, from the first attempt on; where a single delivery is asked for
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DeliveryView(
            String id,
            String eventId,
            String type,
            @Nullable String jobId,
            @Nullable String callId,
            String state,
            int attempts,
            Instant createdAt,
            @Nullable Instant nextAttempt,
            @Nullable Instant finishedAt,
            @Nullable Instant lastAttempt,
            @Nullable Long durationMillis,
            @Nullable Integer status,
            @Nullable String error,
            @Nullable List<DeliveryHistory.Attempt> history,
            @JsonRawValue @Nullable String payload) {

        static DeliveryView of(DeliveryHistory.Row row) {
            return of(row, null);
        }

        static DeliveryView of(DeliveryHistory.Row row, @Nullable List<DeliveryHistory.Attempt> history) {
            return new DeliveryView(
                    row.id().toString(),
                    "msg_" + row.event().toString().replace("-", ""),
                    row.type(),
                    row.job() == null ? null : row.job().toString(),
                    row.call() == null ? null : row.call().toString(),
                    row.state(),
                    row.attempts(),
                    row.createdAt(),
                    row.state().equals(State.PENDING.name()) ? row.dueAt() : null,
                    row.finishedAt(),
                    row.startedAt(),
                    row.millis(),
                    row.status(),
                    row.error(),
                    history,
                    history == null ? null : row.body());
        }
    }

    @GetMapping("/deliveries")
    Page<DeliveryView> list(
            @RequestAttribute String tenant,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable State state,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        Endpoint endpoint = find(tenant, id);
        UUID after = cursor == null ? null : WebhookIds.cursor(cursor);
        if (after != null && history.find(endpoint.id(), after).isEmpty()) {
            throw Page.unknownCursor(String.valueOf(cursor));
        }
        List<DeliveryHistory.Row> rows =
                history.page(endpoint.id(), state == null ? null : state.name(), after, Page.limit(limit) + 1);
        return Page.of(rows, limit, row -> row.id().toString(), DeliveryView::of);
    }

    @GetMapping("/deliveries/{deliveryId}")
    DeliveryView get(@RequestAttribute String tenant, @PathVariable String id, @PathVariable String deliveryId) {
        DeliveryHistory.Row row = row(find(tenant, id), deliveryId);
        return DeliveryView.of(row, history.attempts(row.number()));
    }

    @PostMapping("/deliveries/{deliveryId}/redeliver")
    ResponseEntity<DeliveryView> redeliver(
            @RequestAttribute String tenant, @PathVariable String id, @PathVariable String deliveryId) {
        Endpoint endpoint = enabled(tenant, id);
        history.redeliver(endpoint.id(), row(endpoint, deliveryId).id());
        return ResponseEntity.accepted().body(DeliveryView.of(row(endpoint, deliveryId)));
    }

    @PostMapping("/test")
    ResponseEntity<DeliveryView> test(@RequestAttribute String tenant, @PathVariable String id) {
        Endpoint endpoint = enabled(tenant, id);
        UUID delivery = history.test(endpoint.id());
        return ResponseEntity.accepted()
                .body(DeliveryView.of(history.find(endpoint.id(), delivery).orElseThrow()));
    }

    private DeliveryHistory.Row row(Endpoint endpoint, String deliveryId) {
        return history.find(endpoint.id(), WebhookIds.delivery(deliveryId))
                .orElseThrow(() -> Problem.notFound("delivery", deliveryId));
    }

    private Endpoint enabled(String tenant, String id) {
        box.requireKey();
        Endpoint endpoint = find(tenant, id);
        if (endpoint.state() != Endpoint.State.ENABLED) {
            throw new Problem(
                    HttpStatus.CONFLICT,
                    "webhook-not-enabled",
                    "Nothing is sent to this endpoint",
                    "It is " + endpoint.state() + ": " + endpoint.notice() + " First PATCH /webhooks/" + id
                            + " {\"enabled\": true}.");
        }
        return endpoint;
    }

    private Endpoint find(String tenant, String id) {
        return endpoints.find(tenant, WebhookIds.endpoint(id)).orElseThrow(() -> Problem.notFound("webhook", id));
    }
}
