package io.earmark.gateway.erasure;

import io.earmark.blob.BlobStore;
import io.earmark.call.CallId;
import io.earmark.gateway.upkeep.UpkeepScheduling;
import io.earmark.gateway.web.Problem;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Forgets a call: rows in one transaction, which leaves a receipt that names the files; then the files. Who dies in
 * between leaves the receipt, and another gateway removes them. A worker that is at work on the call finds its lease gone
 * and can write nothing.
 */
@Component
class Eraser {

    private static final Logger log = LoggerFactory.getLogger(Eraser.class);
    /** A worker that is just completing a job of the call may cross it, and the database then refuses one of the two. */
    private static final int TRIES = 3;

    private static final int BATCH = 100;

    private final Erasures erasures;
    private final BlobStore blobs;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Eraser(Erasures erasures, BlobStore blobs, TransactionTemplate storeTransaction, Clock clock) {
        this.erasures = erasures;
        this.blobs = blobs;
        this.transaction = storeTransaction;
        this.clock = clock;
    }

    /** @throws Problem 404 if the tenant has no such call, 409 while it is held */
    Erasure erase(String tenant, CallId id, String by) {
        for (int tries = 1; ; tries++) {
            try {
                return finish(Objects.requireNonNull(transaction.execute(status -> forget(tenant, id, by))));
            } catch (PessimisticLockingFailureException e) {
                if (tries == TRIES) {
                    throw e;
                }
                log.debug("Call {}: once more, after {}", id, e.toString());
            }
        }
    }

    private Erasure forget(String tenant, CallId id, String by) {
        Erasures.Doomed call = erasures.lock(tenant, id).orElseThrow(() -> Problem.notFound("call", id));
        if (call.held()) {
            throw new Problem(
                    HttpStatus.CONFLICT,
                    "call-held",
                    "The call is under a legal hold",
                    "It may not be removed until that is lifted: DELETE /calls/" + id + "/hold.");
        }
        // As the database keeps it.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<String> files = erasures.files(id);
        Map<String, Integer> removed = erasures.remove(tenant, id);
        Erasure receipt = new Erasure(UUID.randomUUID(), tenant, id, now, by, call.sha256(), removed, files);
        erasures.keep(receipt);
        return receipt;
    }

    /** Removes its files. */
    private Erasure finish(Erasure erasure) {
        List<String> left =
                erasure.blobs().stream().filter(key -> !isRemoved(key)).toList();
        erasures.filesLeft(erasure.id(), left);
        return erasure.withBlobs(left);
    }

    private boolean isRemoved(String key) {
        try {
            blobs.delete(key);
            return true;
        } catch (IOException e) {
            log.warn("Blob {} of a call that was erased cannot be removed yet: {}", key, e.toString());
            return false;
        }
    }

    @Scheduled(fixedDelayString = "${earmark.upkeep.erasures:1m}", scheduler = UpkeepScheduling.SCHEDULER)
    void finishAll() {
        erasures.unfinished(BATCH).forEach(this::finish);
    }
}
