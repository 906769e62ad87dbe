package io.earmark.gateway.intake;

import io.earmark.blob.BlobRef;
import io.earmark.blob.BlobStore;
import io.earmark.blob.BlobTooLarge;
import io.earmark.gateway.web.Problem;
import io.earmark.gateway.web.StorableText;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletFileUpload;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletRequestContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * A multipart upload, read as it arrives: the part {@code audio} goes straight to the blob store. Closing it removes the
 * blob unless {@link #keep()} was called.
 */
final class Upload implements AutoCloseable {

    private static final int METADATA_BYTES = 64 * 1024;
    private static final int CALLBACK_BYTES = 8 * 1024;
    private static final int DIGEST_BYTES = 1024;
    private static final long BESIDE_AUDIO_BYTES = 1024 * 1024;
    private static final int MOST_PARTS = 10;

    private final BlobStore blobs;
    private @Nullable BlobRef audio;
    private @Nullable String fileName;
    private @Nullable String metadata;
    private @Nullable String callbackUrl;
    private final List<AnnouncedDigest> digests = new ArrayList<>();
    private boolean kept;

    private Upload(BlobStore blobs) {
        this.blobs = blobs;
    }

    static Upload receive(HttpServletRequest request, BlobStore blobs, long maxBytes) throws IOException {
        if (!JakartaServletFileUpload.isMultipartContent(request)) {
            throw new Problem(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "not-multipart",
                    "Not a multipart upload",
                    "Send multipart/form-data with a part 'audio', as 'curl -F audio=@call.wav' does.");
        }
        Upload upload = new Upload(blobs);
        try {
            upload.read(request, maxBytes);
            return upload;
        } catch (FileUploadSizeException e) {
            upload.close();
            throw new BlobTooLarge(maxBytes);
        } catch (FileUploadException | InvalidPathException e) {
            upload.close();
            throw Problem.badRequest("The multipart body is broken or was cut off: " + e.getMessage());
        } catch (IOException | RuntimeException e) {
            upload.close();
            throw e;
        }
    }

    private void read(HttpServletRequest request, long maxBytes) throws IOException {
        JakartaServletFileUpload<?, ?> parser = new JakartaServletFileUpload<>();
        // Of parts nobody asked for too: they are read, to get past them.
        parser.setSizeMax(maxBytes + BESIDE_AUDIO_BYTES);
        List<AnnouncedDigest> ofBody = AnnouncedDigest.ofHeaders(request::getHeader);
        DigestedBody body = new DigestedBody(request);
        FileItemInputIterator parts =
                parser.getItemIterator(ofBody.isEmpty() ? new JakartaServletRequestContext(request) : body);
        for (int seen = 0; parts.hasNext(); seen++) {
            if (seen == MOST_PARTS) {
                throw Problem.badRequest("The upload has more than " + MOST_PARTS
                        + " parts; 'audio', 'metadata', 'callbackUrl' and 'sha256' are read.");
            }
            FileItemInput part = parts.next();
            if ("audio".equals(part.getFieldName())) {
                readAudio(part, maxBytes);
            } else if ("metadata".equals(part.getFieldName())) {
                metadata = text(part, METADATA_BYTES);
            } else if ("callbackUrl".equals(part.getFieldName())) {
                callbackUrl = text(part, CALLBACK_BYTES);
            } else if ("sha256".equals(part.getFieldName())) {
                AnnouncedDigest.ofText("sha256", text(part, DIGEST_BYTES)).ifPresent(digests::add);
            }
        }
        if (audio == null) {
            throw Problem.badRequest("The part 'audio' is missing: send the recording in it.");
        }
        check(ofBody, ofBody.isEmpty() ? "" : body.sha256());
        check(digests, audio.sha256());
    }

    private static void check(List<AnnouncedDigest> announced, String arrived) {
        announced.forEach(digest -> digest.check(arrived));
    }

    private void readAudio(FileItemInput part, long maxBytes) throws IOException {
        if (audio != null) {
            throw Problem.badRequest("There are two parts 'audio': send one recording at a time.");
        }
        String name = part.getName();
        fileName = name == null ? null : StorableText.check("The file name", name);
        digests.addAll(AnnouncedDigest.ofHeaders(part.getHeaders()::getHeader));
        try (InputStream bytes = new SteadyStream(part.getInputStream(), System::nanoTime)) {
            audio = blobs.write(bytes, maxBytes);
        }
        if (audio.bytes() == 0) {
            throw new Problem(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "audio-empty",
                    "The recording is empty",
                    "The part 'audio' has no bytes.");
        }
    }

    private static String text(FileItemInput part, int atMost) throws IOException {
        try (InputStream bytes = part.getInputStream()) {
            byte[] read = bytes.readNBytes(atMost + 1);
            if (read.length > atMost) {
                throw Problem.badRequest("The part '" + part.getFieldName() + "' is over " + atMost + " bytes.");
            }
            return new String(read, StandardCharsets.UTF_8);
        }
    }

    BlobRef audio() {
        return Objects.requireNonNull(audio);
    }

    @Nullable
    String fileName() {
        return fileName;
    }

    @Nullable
    String metadata() {
        return metadata;
    }

    @Nullable
    String callbackUrl() {
        return callbackUrl;
    }

    /** The blob is a call's from here on. */
    void keep() {
        kept = true;
    }

    /** It did not become a call's after all. */
    void giveUp() {
        kept = false;
    }

    @Override
    public void close() throws IOException {
        if (audio != null && !kept) {
            blobs.delete(audio.key());
        }
    }
}
