package io.earmark.gateway.batch;

import io.earmark.blob.BlobRef;
import io.earmark.blob.BlobTooLarge;
import io.earmark.call.AudioFormat;
import io.earmark.gateway.intake.AnnouncedDigest;
import io.earmark.gateway.intake.Recordings;
import io.earmark.gateway.web.Page;
import io.earmark.gateway.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The items of a batch, and the upload of one. */
@RestController
@RequestMapping("/batches/{id}/items")
class ItemController {

    private final BatchTable batches;
    private final ItemTable items;
    private final Recordings recordings;
    private final Drip drip;

    ItemController(BatchTable batches, ItemTable items, Recordings recordings, Drip drip) {
        this.batches = batches;
        this.items = items;
        this.recordings = recordings;
        this.drip = drip;
    }

    @GetMapping
    Page<ItemView> list(
            @RequestAttribute String tenant,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable ItemState state,
            @RequestParam(required = false) @Nullable String reference,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        UUID batch = find(tenant, id);
        List<ItemView> rows = items.page(batch, state, reference, after(batch, cursor), Page.limit(limit) + 1);
        return Page.of(rows, limit, item -> Integer.toString(item.number()), item -> item);
    }

    private int after(UUID batch, @Nullable String cursor) {
        if (cursor == null) {
            return 0;
        }
        try {
            return item(batch, cursor).number();
        } catch (Problem unknown) {
            throw Page.unknownCursor(cursor);
        }
    }

    @GetMapping("/{number}")
    ItemView get(@RequestAttribute String tenant, @PathVariable String id, @PathVariable String number) {
        return item(find(tenant, id), number);
    }

    /** The body is the recording, as it is. What is no recording ends the item; what was damaged on its way does not. */
    @PutMapping("/{number}/audio")
    ResponseEntity<ItemView> upload(
            @RequestAttribute String tenant,
            @PathVariable String id,
            @PathVariable String number,
            HttpServletRequest request)
            throws IOException, InterruptedException {
        UUID batch = find(tenant, id);
        ItemView item = item(batch, number);
        if (item.state() != ItemState.AWAITING_UPLOAD) {
            throw notAwaited(item);
        }
        List<AnnouncedDigest> announced = AnnouncedDigest.ofHeaders(request::getHeader);
        BlobRef blob = stored(batch, item, request);
        boolean taken = false;
        try {
            announced.forEach(digest -> digest.check(blob.sha256()));
            Checks.sha256(item.sha256(), blob);
            Manifest.Audio audio = new Manifest.Audio(blob, probed(batch, item, blob));
            // Before its outcome is known: what may be the item's is left to the orphan sweep.
            taken = true;
            taken = items.uploaded(batch, item.number(), audio);
        } finally {
            if (!taken) {
                recordings.drop(blob);
            }
        }
        if (!taken) {
            throw notAwaited(item(batch, number));
        }
        drip.wake();
        return ResponseEntity.accepted().body(item(batch, number));
    }

    private BlobRef stored(UUID batch, ItemView item, HttpServletRequest request) throws IOException {
        try {
            return recordings.store(request.getInputStream());
        } catch (BlobTooLarge e) {
            items.refused(batch, item.number(), Checks.tooLarge(e).failure());
            throw e;
        }
    }

    private AudioFormat probed(UUID batch, ItemView item, BlobRef blob) throws IOException, InterruptedException {
        try {
            return recordings.probe(blob);
        } catch (Problem refused) {
            items.refused(batch, item.number(), refused.failure());
            throw refused;
        }
    }

    private static Problem notAwaited(ItemView item) {
        return new Problem(
                HttpStatus.CONFLICT,
                "item-not-awaited",
                "The item waits for no upload",
                "Item " + item.number() + " is " + item.state() + ".");
    }

    private ItemView item(UUID batch, String number) {
        return items.find(batch, BatchIds.item(number)).orElseThrow(() -> Problem.notFound("item", number));
    }

    private UUID find(String tenant, String id) {
        return batches.find(tenant, BatchIds.batch(id))
                .orElseThrow(() -> Problem.notFound("batch", id))
                .id();
    }
}
