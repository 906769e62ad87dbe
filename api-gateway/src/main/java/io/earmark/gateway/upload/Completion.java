package io.earmark.gateway.upload;

import io.earmark.blob.BlobRef;
import io.earmark.blob.BlobStore;
import io.earmark.call.CallMetadata;
import io.earmark.gateway.intake.AnnouncedDigest;
import io.earmark.gateway.intake.Recordings;
import io.earmark.gateway.web.Problem;
import io.earmark.gateway.web.Schedule;
import io.earmark.gateway.webhook.Callbacks;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes a call of an upload whose last bytes are there, as {@code POST /transcribe} does of a recording. */
@Component
class Completion {

    private final UploadTable uploads;
    private final UploadRemoval removal;
    private final BlobStore blobs;
    private final Recordings recordings;
    private final Callbacks callbacks;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Completion(
            UploadTable uploads,
            UploadRemoval removal,
            BlobStore blobs,
            Recordings recordings,
            Callbacks callbacks,
            TransactionTemplate storeTransaction,
            Clock clock) {
        this.uploads = uploads;
        this.removal = removal;
        this.blobs = blobs;
        this.recordings = recordings;
        this.callbacks = callbacks;
        this.transaction = storeTransaction;
        this.clock = clock;
    }

    /**
     * Call, job and the end of the upload are one transaction.
     *
     * @param last the bytes after those that were counted; one that becomes the recording itself is taken out
     * @throws Problem 409 if another request took the upload over; 422 if the recording is not taken, and the upload gone
     */
    void complete(PartialUpload upload, UUID writer, List<BlobRef> last, Instant expires)
            throws IOException, InterruptedException {
        List<BlobRef> counted = uploads.parts(upload.id());
        boolean single = counted.isEmpty() && last.size() == 1;
        BlobRef whole = single ? last.get(0) : joined(counted, last);
        Recordings.Made made;
        try {
            made = made(upload, whole);
        } catch (Problem refused) {
            if (!single) {
                recordings.drop(whole);
            }
            removal.remove(upload.id(), writer);
            throw refused;
        }
        // Kept before the commit: if its outcome is unknown, the orphan sweep decides, and not we in haste.
        last.remove(whole);
        try {
            transaction.executeWithoutResult(status -> {
                recordings.insert(
                        made, () -> callbacks.register(upload.request().callbackUrl(), made.job()));
                if (!uploads.finish(upload.id(), writer, made.job(), expires)) {
                    throw Receiving.takenOver(upload);
                }
            });
        } catch (Problem takenOver) {
            recordings.drop(whole);
            throw takenOver;
        }
        counted.forEach(removal::drop);
    }

    private Recordings.Made made(PartialUpload upload, BlobRef whole) throws IOException, InterruptedException {
        UploadRequest asked = upload.request();
        AnnouncedDigest.ofText("sha256", asked.sha256()).ifPresent(digest -> digest.check(whole.sha256()));
        CallMetadata metadata = recordings.metadata(upload.tenant(), asked.metadata(), asked.fileName());
        Schedule schedule = Schedule.of(asked.priority(), asked.notBefore(), clock);
        return recordings.make(upload.tenant(), whole, recordings.probe(whole), metadata, schedule, asked.reuse());
    }

    private BlobRef joined(List<BlobRef> counted, List<BlobRef> last) throws IOException {
        List<BlobRef> all = new ArrayList<>(counted);
        all.addAll(last);
        try (InputStream bytes = new SequenceInputStream(opened(all.iterator()))) {
            return recordings.store(bytes);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** One after the other: thousands of parts are not open at once. */
    private Enumeration<InputStream> opened(Iterator<BlobRef> parts) {
        return new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return parts.hasNext();
            }

            @Override
            public InputStream nextElement() {
                try {
                    return blobs.open(parts.next());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }
}
