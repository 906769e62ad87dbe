package io.earmark.gateway.erasure;

import io.earmark.call.CallId;
import io.earmark.gateway.access.Caller;
import io.earmark.gateway.web.Ids;
import io.earmark.gateway.web.Page;
import io.earmark.gateway.web.Problem;
import io.earmark.gateway.web.StorableText;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Forgetting calls, and keeping them from being forgotten. */
@RestController
class ErasureController {

    private static final int LONGEST_REASON = 1_000;

    private final Eraser eraser;
    private final Erasures erasures;
    private final HeldCalls holds;

    ErasureController(Eraser eraser, Erasures erasures, HeldCalls holds) {
        this.eraser = eraser;
        this.erasures = erasures;
        this.holds = holds;
    }

    record HoldRequest(@Nullable String reason) {}

    /** Recording, transcript, moments, replays, jobs and what was to be sent of them, at once and for good. */
    @DeleteMapping("/calls/{id}")
    ErasureView erase(@RequestAttribute String tenant, @RequestAttribute Caller caller, @PathVariable String id) {
        return ErasureView.of(eraser.erase(tenant, Ids.call(id), caller.name()));
    }

    @GetMapping("/erasures")
    Page<ErasureView> erasures(
            @RequestAttribute String tenant,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        int checked = Page.limit(limit);
        UUID after = cursor == null
                ? null
                : Page.after(cursor, () -> find(tenant, cursor).id());
        return Page.of(
                erasures.page(tenant, after, checked + 1),
                checked,
                erasure -> erasure.id().toString(),
                ErasureView::of);
    }

    @GetMapping("/erasures/{id}")
    ErasureView erasure(@RequestAttribute String tenant, @PathVariable String id) {
        return ErasureView.of(find(tenant, id));
    }

    @GetMapping("/calls/{id}/hold")
    LegalHold hold(@RequestAttribute String tenant, @PathVariable String id) {
        return holds.of(tenant, Ids.call(id));
    }

    @PutMapping("/calls/{id}/hold")
    LegalHold hold(
            @RequestAttribute String tenant,
            @RequestAttribute Caller caller,
            @PathVariable String id,
            @RequestBody HoldRequest request) {
        CallId call = Ids.call(id);
        String reason = request.reason();
        if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw Problem.badRequest("reason must say why, in at most " + LONGEST_REASON + " characters.");
        }
        return holds.hold(tenant, call, StorableText.check("reason", reason.strip()), caller.name());
    }

    @DeleteMapping("/calls/{id}/hold")
    ResponseEntity<Void> release(@RequestAttribute String tenant, @PathVariable String id) {
        holds.release(tenant, Ids.call(id));
        return ResponseEntity.noContent().build();
    }

    private Erasure find(String tenant, String id) {
        return Ids.uuid(id)
                .flatMap(uuid -> erasures.find(tenant, uuid))
                .orElseThrow(() -> Problem.notFound("erasure", id));
    }
}
