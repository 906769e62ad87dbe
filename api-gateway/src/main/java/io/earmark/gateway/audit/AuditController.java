package io.earmark.gateway.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.earmark.gateway.access.Operators;
import io.earmark.gateway.web.Page;
import io.earmark.gateway.web.Problem;
import io.earmark.gateway.web.StorableText;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The audit log, for those that may administer the tenant; an operator's administrators see that of any. */
@RestController
class AuditController {

    private final AuditLog entries;
    private final Operators operators;

    AuditController(AuditLog entries, Operators operators) {
        this.entries = entries;
        this.operators = operators;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "AuditEntry")
    record EntryView(
            String id,
            Instant at,
            String tenant,
            @Nullable String keyId,
            String actor,
            String action,
            String resource,
            String address,
            @Nullable Integer status,
            String outcome) {

        static EntryView of(AuditEntry entry) {
            return new EntryView(
                    Long.toString(entry.number()),
                    entry.at(),
                    entry.tenant(),
                    entry.key() == null ? null : entry.key().toString(),
                    entry.actor(),
                    entry.action(),
                    entry.resource(),
                    entry.address(),
                    entry.status(),
                    entry.outcome().name().toLowerCase(Locale.ROOT));
        }
    }

    /** @param resource a path such as {@code /jobs/ID}: what is below it counts, too */
    @GetMapping("/audit")
    Page<EntryView> entries(
            @RequestAttribute String tenant,
            @RequestParam(name = "tenant", required = false) @Nullable String asked,
            @RequestParam(required = false) @Nullable String keyId,
            @RequestParam(required = false) @Nullable String resource,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        if (asked != null && !asked.equals(tenant)) {
            operators.check(tenant);
            StorableText.check("tenant", asked);
        }
        AuditLog.Filter filter = new AuditLog.Filter(
                keyId == null ? null : key(keyId), resource == null ? null : StorableText.check("resource", resource));
        int checked = Page.limit(limit);
        List<AuditEntry> rows = entries.page(
                asked == null ? tenant : asked, filter, cursor == null ? null : number(cursor), checked + 1);
        return Page.of(rows, checked, entry -> Long.toString(entry.number()), EntryView::of);
    }

    private static UUID key(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("keyId must be the id of a key, not '" + text + "'.");
        }
    }

    private static long number(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw Page.unknownCursor(cursor);
        }
    }
}
