package io.earmark.gateway.upload;

import io.earmark.blob.BlobRef;
import io.earmark.blob.BlobStore;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Removes uploads with their parts: those that their clients end, and those that nothing was added to for long. */
@Component
class UploadRemoval {

    private static final Logger log = LoggerFactory.getLogger(UploadRemoval.class);
    private static final int BATCH = 100;

    private final UploadTable uploads;
    private final BlobStore blobs;
    private final TransactionTemplate transaction;
    private final Clock clock;

    UploadRemoval(UploadTable uploads, BlobStore blobs, TransactionTemplate storeTransaction, Clock clock) {
        this.uploads = uploads;
        this.blobs = blobs;
        this.transaction = storeTransaction;
        this.clock = clock;
    }

    /** A call that it has become stays. False: there is no such upload. */
    boolean remove(UUID id) {
        return remove(id, () -> uploads.lock(id));
    }

    /** Unless another request has taken it over. */
    boolean remove(UUID id, UUID writer) {
        return remove(id, () -> uploads.lock(id, writer));
    }

    private boolean remove(UUID id, BooleanSupplier lock) {
        List<BlobRef> parts = new ArrayList<>();
        Boolean there = transaction.execute(status -> {
            if (!lock.getAsBoolean()) {
                return false;
            }
            parts.addAll(uploads.parts(id));
            uploads.delete(id);
            return true;
        });
        parts.forEach(this::drop);
        return Boolean.TRUE.equals(there);
    }

    /** Of what is not pointed at any more. One that stays is left to the orphan sweep. */
    void drop(BlobRef part) {
        try {
            blobs.delete(part.key());
        } catch (IOException e) {
            log.warn("Could not remove blob {}: {}", part.key(), e.toString());
        }
    }

    @Scheduled(fixedDelayString = "${earmark.upload.sweep:10m}")
    void sweep() {
        List<UUID> expired;
        do {
            expired = uploads.expired(clock.instant(), BATCH);
            expired.forEach(this::remove);
            if (!expired.isEmpty()) {
                log.info("Removed {} uploads that had expired", expired.size());
            }
        } while (expired.size() == BATCH);
    }
}
