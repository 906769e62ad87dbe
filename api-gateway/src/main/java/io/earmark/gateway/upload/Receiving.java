package io.earmark.gateway.upload;

import io.earmark.blob.BlobRef;
import io.earmark.blob.BlobStore;
import io.earmark.gateway.intake.SteadyStream;
import io.earmark.gateway.web.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes the bytes of one request in: part after part into the blob store, each counted as soon as it is there. */
@Component
class Receiving {

    private final BlobStore blobs;
    private final UploadTable uploads;
    private final UploadRemoval removal;
    private final Completion completion;
    private final UploadSettings settings;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Receiving(
            BlobStore blobs,
            UploadTable uploads,
            UploadRemoval removal,
            Completion completion,
            UploadSettings settings,
            TransactionTemplate storeTransaction,
            Clock clock) {
        this.blobs = blobs;
        this.uploads = uploads;
        this.removal = removal;
        this.completion = completion;
        this.settings = settings;
        this.transaction = storeTransaction;
        this.clock = clock;
    }

    /** What one request has brought. */
    private static final class Brought {

        private final PartialUpload upload;
        private final UUID writer = UUID.randomUUID();
        /** Parts that are in the store and not yet counted. */
        private final List<BlobRef> fresh = new ArrayList<>();

        private long counted;

        Brought(PartialUpload upload) {
            this.upload = upload;
            this.counted = upload.received();
        }

        long missing() {
            return upload.length()
                    - counted
                    - fresh.stream().mapToLong(BlobRef::bytes).sum();
        }

        boolean isWhole() {
            return missing() == 0;
        }
    }

    /**
     * Adds to an unfinished upload at its end.
     *
     * @param checksum of all that this request sends, none of which counts if it does not fit; null without
     * @throws Problem 408 if it comes too slowly, 409 if another request took the upload over, 413 if more comes than was
     *     announced, 422 if the recording is whole and is not taken, and the upload gone for that
     * @throws ChecksumMismatch if the checksum does not fit
     */
    void receive(PartialUpload upload, @Nullable Checksum checksum, InputStream body)
            throws IOException, InterruptedException {
        Brought brought = new Brought(upload);
        if (!uploads.begin(upload.id(), brought.writer, upload.received(), expiry())) {
            throw takenOver(upload);
        }
        InputStream steady = new SteadyStream(body, System::nanoTime);
        try {
            read(
                    brought,
                    checksum == null ? steady : new DigestInputStream(steady, checksum.digest()),
                    checksum == null);
            if (checksum != null && !checksum.fits()) {
                throw new ChecksumMismatch();
            }
            if (brought.isWhole()) {
                completion.complete(upload, brought.writer, brought.fresh, expiry());
            } else {
                count(brought);
            }
        } finally {
            brought.fresh.forEach(removal::drop);
        }
    }

    /** @param atOnce each part counts when it is there, and not only when all is known to be right; but for the last bytes */
    private void read(Brought brought, InputStream body, boolean atOnce) throws IOException {
        PartStream part;
        do {
            long most = Math.min(settings.part().toBytes(), brought.missing());
            part = new PartStream(body, most, settings.partTime());
            BlobRef blob = blobs.write(part, most);
            if (blob.bytes() > 0) {
                brought.fresh.add(blob);
            } else {
                removal.drop(blob);
            }
            if (atOnce && !brought.isWhole()) {
                count(brought);
            }
        } while (!part.isLast() && !brought.isWhole());
        part.rethrow();
        if (brought.isWhole() && body.read() >= 0) {
            throw new Problem(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "upload-too-large",
                    "The upload is longer than announced",
                    "Upload-Length says " + brought.upload.length() + " bytes, and more came.");
        }
    }

    private void count(Brought brought) {
        Instant expires = expiry();
        transaction.executeWithoutResult(status -> {
            long position = brought.counted;
            for (BlobRef part : brought.fresh) {
                if (!uploads.add(brought.upload.id(), brought.writer, position, part, expires)) {
                    throw takenOver(brought.upload);
                }
                position += part.bytes();
            }
        });
        brought.counted = brought.upload.length() - brought.missing();
        brought.fresh.clear();
    }

    private Instant expiry() {
        return clock.instant().plus(settings.expiry());
    }

    static Problem takenOver(PartialUpload upload) {
        return new Problem(
                HttpStatus.CONFLICT,
                "upload-taken-over",
                "Another request adds to this upload",
                "Upload " + upload.id() + " was gone on with by another request, or is gone. HEAD tells its offset.");
    }
}
