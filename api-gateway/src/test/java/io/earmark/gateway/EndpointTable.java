package io.earmark.gateway;

import static io.earmark.gateway.EndpointTable.Stranger.IS_TOLD_404;
import static io.earmark.gateway.EndpointTable.Stranger.IS_TOLD_OPERATORS_ONLY;
import static io.earmark.gateway.EndpointTable.Stranger.SEES_ITS_OWN;
import static io.earmark.gateway.access.Scope.ADMIN;
import static io.earmark.gateway.access.Scope.OPERATE;
import static io.earmark.gateway.access.Scope.READ;
import static io.earmark.gateway.access.Scope.SUBMIT;

import io.earmark.gateway.access.Scope;
import java.util.List;

/**
 * Every endpoint that wants a key: the scope that it asks for, and what becomes of somebody who comes with the ids of
 * another tenant. Whoever makes an endpoint adds a line here and, if it needs ids of a new sort, to {@link Belongings}.
 */
final class EndpointTable {

    static final List<Row> ROWS = List.of(
            row("POST /transcribe", SUBMIT, SEES_ITS_OWN),
            row("POST /speak", SUBMIT, SEES_ITS_OWN),
            row("POST /replay", SUBMIT, IS_TOLD_404, "{\"callId\":\"{call}\"}"),
            row("GET /jobs", READ, SEES_ITS_OWN),
            row("GET /jobs/{id}", READ, IS_TOLD_404),
            row("GET /jobs/{id}/request", READ, IS_TOLD_404),
            row("GET /jobs/{id}/attempts", READ, IS_TOLD_404),
            row("GET /jobs/{id}/audio", READ, IS_TOLD_404),
            row("GET /jobs/{id}/events", READ, IS_TOLD_404),
            row("OPTIONS /uploads", SUBMIT, SEES_ITS_OWN),
            row("POST /uploads", SUBMIT, SEES_ITS_OWN),
            row("GET /uploads/{id}", SUBMIT, IS_TOLD_404),
            row("PATCH /uploads/{id}", SUBMIT, IS_TOLD_404),
            row("POST /uploads/{id}", SUBMIT, IS_TOLD_404),
            row("DELETE /uploads/{id}", SUBMIT, IS_TOLD_404),
            row("PATCH /jobs/{id}", OPERATE, IS_TOLD_404, "{\"priority\":1}"),
            row("POST /jobs/{id}/retry", OPERATE, IS_TOLD_404),
            row("DELETE /jobs/{id}", SUBMIT, IS_TOLD_404),
            row("GET /calls", READ, SEES_ITS_OWN),
            row("GET /calls/{id}", READ, IS_TOLD_404),
            row("GET /calls/{id}/audio", READ, IS_TOLD_404),
            row("GET /calls/{id}/transcript", READ, IS_TOLD_404),
            row("GET /calls/{id}/moments", READ, IS_TOLD_404),
            row("DELETE /calls/{id}", ADMIN, IS_TOLD_404),
            row("GET /calls/{id}/hold", READ, IS_TOLD_404),
            row("PUT /calls/{id}/hold", ADMIN, IS_TOLD_404, "{\"reason\":\"a case\"}"),
            row("DELETE /calls/{id}/hold", ADMIN, IS_TOLD_404),
            row("GET /erasures", READ, SEES_ITS_OWN),
            row("GET /erasures/{id}", READ, IS_TOLD_404),
            row("GET /retention", READ, SEES_ITS_OWN),
            row("PUT /retention", ADMIN, SEES_ITS_OWN, "{\"callsDays\":30}"),
            row("POST /batches", SUBMIT, SEES_ITS_OWN),
            row("GET /batches", READ, SEES_ITS_OWN),
            row("GET /batches/{id}", READ, IS_TOLD_404),
            row("DELETE /batches/{id}", SUBMIT, IS_TOLD_404),
            row("GET /batches/{id}/events", READ, IS_TOLD_404),
            row("GET /batches/{id}/items", READ, IS_TOLD_404),
            row("GET /batches/{id}/items/{number}", READ, IS_TOLD_404),
            row("PUT /batches/{id}/items/{number}/audio", SUBMIT, IS_TOLD_404),
            row("GET /kinds", READ, SEES_ITS_OWN),
            row("POST /kinds/{name}/pause", OPERATE, IS_TOLD_OPERATORS_ONLY),
            row("POST /kinds/{name}/resume", OPERATE, IS_TOLD_OPERATORS_ONLY),
            row("GET /dead-letters", OPERATE, IS_TOLD_OPERATORS_ONLY),
            row("GET /dead-letters/{id}", OPERATE, IS_TOLD_OPERATORS_ONLY),
            row("POST /dead-letters/{id}/requeue", OPERATE, IS_TOLD_OPERATORS_ONLY),
            row("DELETE /dead-letters/{id}", OPERATE, IS_TOLD_OPERATORS_ONLY),
            row("POST /webhooks", ADMIN, SEES_ITS_OWN),
            row("GET /webhooks", READ, SEES_ITS_OWN),
            row("GET /webhooks/{id}", READ, IS_TOLD_404),
            row("PATCH /webhooks/{id}", ADMIN, IS_TOLD_404, "{\"enabled\":false}"),
            row("DELETE /webhooks/{id}", ADMIN, IS_TOLD_404),
            row("POST /webhooks/{id}/test", OPERATE, IS_TOLD_404),
            row("GET /webhooks/{id}/deliveries", READ, IS_TOLD_404),
            row("GET /webhooks/{id}/deliveries/{deliveryId}", READ, IS_TOLD_404),
            row("POST /webhooks/{id}/deliveries/{deliveryId}/redeliver", OPERATE, IS_TOLD_404),
            row("GET /webhooks/{id}/keys", ADMIN, IS_TOLD_404),
            row("POST /webhooks/{id}/keys", ADMIN, IS_TOLD_404),
            row("DELETE /webhooks/{id}/keys/{keyId}", ADMIN, IS_TOLD_404),
            row("GET /webhook-keys", ADMIN, SEES_ITS_OWN),
            row("POST /webhook-keys", ADMIN, SEES_ITS_OWN),
            row("DELETE /webhook-keys/{keyId}", ADMIN, IS_TOLD_404),
            row("POST /keys", ADMIN, SEES_ITS_OWN),
            row("GET /keys", ADMIN, SEES_ITS_OWN),
            row("GET /keys/{id}", ADMIN, IS_TOLD_404),
            row("POST /keys/{id}/rotate", ADMIN, IS_TOLD_404),
            row("DELETE /keys/{id}", ADMIN, IS_TOLD_404),
            row("GET /audit", ADMIN, SEES_ITS_OWN));

    private EndpointTable() {}

    /** What becomes of a key of another tenant, which has every scope. */
    enum Stranger {
        /** Where the path, or else the body, names what belongs to somebody. */
        IS_TOLD_404,
        /** Where it concerns every tenant. */
        IS_TOLD_OPERATORS_ONLY,
        /** Where nobody's id is in the path: nothing of others is in the answer. */
        SEES_ITS_OWN
    }

    /** @param body JSON that is well-formed enough to get as far as the look-up */
    record Row(String method, String path, Scope scope, Stranger stranger, String body) {

        String endpoint() {
            return method + " " + path;
        }
    }

    private static Row row(String endpoint, Scope scope, Stranger stranger) {
        return row(endpoint, scope, stranger, "{}");
    }

    private static Row row(String endpoint, Scope scope, Stranger stranger, String body) {
        int space = endpoint.indexOf(' ');
        return new Row(endpoint.substring(0, space), endpoint.substring(space + 1), scope, stranger, body);
    }
}
