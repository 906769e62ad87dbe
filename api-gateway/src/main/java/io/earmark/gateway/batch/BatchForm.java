package io.earmark.gateway.batch;

import io.earmark.blob.BlobRef;
import io.earmark.blob.BlobTooLarge;
import io.earmark.gateway.idempotency.Fingerprint;
import io.earmark.gateway.intake.Recordings;
import io.earmark.gateway.web.Problem;
import io.earmark.gateway.web.StorableText;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletFileUpload;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * A batch as it is sent: a manifest alone, or multipart with the part {@code manifest} first and recordings after it, or
 * recordings alone. Read as it arrives; recordings go straight to the blob store. Closing it removes them unless
 * {@link #keep()} was called.
 */
final class BatchForm implements AutoCloseable {

    private final String tenant;
    private final ManifestReader reader;
    private final Recordings recordings;
    private final BatchSettings settings;
    private final List<String> content = new ArrayList<>();
    private final List<BlobRef> stored = new ArrayList<>();
    private @Nullable Manifest manifest;
    private boolean announced;
    private boolean kept;

    private BatchForm(String tenant, ManifestReader reader, Recordings recordings, BatchSettings settings) {
        this.tenant = tenant;
        this.reader = reader;
        this.recordings = recordings;
        this.settings = settings;
    }

    /** @throws Problem 4xx if the whole is not to be read; what is wrong with an item is said in the item */
    static BatchForm receive(
            HttpServletRequest request,
            String tenant,
            ManifestReader reader,
            Recordings recordings,
            BatchSettings settings)
            throws IOException, InterruptedException {
        BatchForm form = new BatchForm(tenant, reader, recordings, settings);
        try {
            form.read(request);
            return form;
        } catch (FileUploadException | InvalidPathException e) {
            form.close();
            throw Problem.badRequest("The multipart body is broken or was cut off: " + e.getMessage());
        } catch (IOException | InterruptedException | RuntimeException e) {
            form.close();
            throw e;
        }
    }

    private void read(HttpServletRequest request) throws IOException, InterruptedException {
        String type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
        if (JakartaServletFileUpload.isMultipartContent(request)) {
            readParts(new JakartaServletFileUpload<>().getItemIterator(request));
        } else if (type.startsWith("application/json")) {
            manifest = reader.json(tenant, bytes(request.getInputStream()));
        } else if (type.startsWith("text/csv")) {
            manifest = reader.csv(tenant, bytes(request.getInputStream()));
        } else {
            throw new Problem(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "batch-type-unknown",
                    "A batch does not come as this",
                    "Send a manifest as application/json or text/csv, or multipart/form-data with recordings.");
        }
    }

    private void readParts(FileItemInputIterator parts) throws IOException, InterruptedException {
        while (parts.hasNext()) {
            FileItemInput part = parts.next();
            if ("manifest".equals(part.getFieldName())) {
                readManifest(part);
            } else if (part.getName() != null) {
                readRecording(part);
            }
        }
        if (manifest == null) {
            throw Problem.badRequest("There is neither a part 'manifest' nor a recording.");
        }
    }

    private void readManifest(FileItemInput part) throws IOException {
        if (manifest != null) {
            throw Problem.badRequest("The part 'manifest' must be one, and come before the recordings.");
        }
        announced = true;
        byte[] text = bytes(part.getInputStream());
        String type = String.valueOf(part.getContentType());
        String name = String.valueOf(part.getName());
        manifest = type.startsWith("text/csv") || name.endsWith(".csv")
                ? reader.csv(tenant, text)
                : reader.json(tenant, text);
    }

    /** One that no item names is passed over, if there is a manifest; without one each is an item. */
    private void readRecording(FileItemInput part) throws IOException, InterruptedException {
        if (manifest == null || !announced) {
            addItem(part);
            return;
        }
        List<Manifest.Item> items = manifest.items();
        for (int i = 0; i < items.size(); i++) {
            Manifest.Item item = items.get(i);
            if (Objects.equals(item.part(), part.getFieldName()) && item.state() == ItemState.AWAITING_UPLOAD) {
                items.set(i, filled(item, part));
                return;
            }
        }
    }

    private void addItem(FileItemInput part) throws IOException, InterruptedException {
        if (manifest == null) {
            manifest = new Manifest(new Manifest.Options(null, null, null, null, null), new ArrayList<>());
        }
        if (manifest.items().size() >= settings.maxItems()) {
            throw Problem.badRequest(
                    "There are more than " + settings.maxItems() + " recordings: make several batches.");
        }
        String name = StorableText.check("The file name", part.getName());
        Manifest.Item item = new Manifest.Item(
                name.length() > ManifestReader.LONGEST_REFERENCE ? null : name,
                null,
                part.getFieldName(),
                null,
                recordings.metadata(tenant, null, name),
                null,
                null);
        manifest.items().add(filled(item, part));
    }

    private Manifest.Item filled(Manifest.Item item, FileItemInput part) throws IOException, InterruptedException {
        try (InputStream bytes = part.getInputStream()) {
            BlobRef blob = recordings.store(bytes);
            stored.add(blob);
            content.add(blob.sha256());
            Checks.sha256(item.sha256(), blob);
            return item.with(new Manifest.Audio(blob, recordings.probe(blob)));
        } catch (BlobTooLarge e) {
            return item.with(Checks.tooLarge(e).failure());
        } catch (Problem refused) {
            return item.with(refused.failure());
        }
    }

    private byte[] bytes(InputStream in) throws IOException {
        int most = (int) Math.min(Integer.MAX_VALUE - 16, settings.maxManifest().toBytes());
        byte[] read = in.readNBytes(most + 1);
        if (read.length > most) {
            throw new Problem(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "manifest-too-large",
                    "The manifest is too large",
                    "At most " + most
                            + " bytes are taken: make several batches, or raise earmark.batches.max-manifest.");
        }
        content.add(
                Fingerprint.of(new String(read, StandardCharsets.ISO_8859_1)).sha256());
        return read;
    }

    Manifest manifest() {
        return Objects.requireNonNull(manifest);
    }

    /** Tells one batch from another. */
    Fingerprint fingerprint(String path, String query) {
        List<String> parts = new ArrayList<>(List.of(path, query));
        parts.addAll(content);
        return Fingerprint.of(parts.toArray(String[]::new));
    }

    /** The recordings that became an item's are its own from here on. */
    void keep() {
        kept = true;
    }

    /** They did not become an item's after all. */
    void giveUp() {
        kept = false;
    }

    /** Of a failed item nothing is kept. */
    @Override
    public void close() throws IOException {
        for (BlobRef blob : stored) {
            if (!kept || !isAnItems(blob)) {
                recordings.drop(blob);
            }
        }
    }

    private boolean isAnItems(BlobRef blob) {
        return manifest != null
                && manifest.items().stream()
                        .map(Manifest.Item::audio)
                        .anyMatch(audio -> audio != null && audio.blob().equals(blob));
    }
}
