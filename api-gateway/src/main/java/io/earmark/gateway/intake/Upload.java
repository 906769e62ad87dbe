package io.earmark.gateway.intake;

import io.earmark.blob.BlobRef;
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
import java.util.Locale;
import java.util.Objects;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletFileUpload;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletRequestContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A multipart upload, read as it arrives: the part {@code audio} goes straight to the blob store; or JSON that names a URL,
 * from where the recording is fetched when it is wanted. Closing it removes the
 * blob unless {@link #keep()} was called.
 */
final class Upload implements AutoCloseable {

    private static final int METADATA_BYTES = 64 * 1024;
    private static final int CALLBACK_BYTES = 8 * 1024;
    private static final int DIGEST_BYTES = 1024;
    private static final long BESIDE_AUDIO_BYTES = 1024 * 1024;
    private static final int MOST_PARTS = 10;

    private static final JsonMapper JSON = new JsonMapper();

    private final Recordings recordings;
    private @Nullable BlobRef audio;
    private @Nullable String url;
    private @Nullable String fileName;
    private @Nullable String metadata;
    private @Nullable String callbackUrl;
    private final List<AnnouncedDigest> digests = new ArrayList<>();
    private boolean kept;

    private Upload(Recordings recordings) {
        this.recordings = recordings;
    }

    static Upload receive(HttpServletRequest request, Recordings recordings) throws IOException {
        if (isJson(request)) {
            Upload upload = new Upload(recordings);
            upload.readJson(request);
            return upload;
        }
        if (!JakartaServletFileUpload.isMultipartContent(request)) {
            throw new Problem(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "not-multipart",
                    "Not a multipart upload",
                    "Send multipart/form-data with a part 'audio', as 'curl -F audio=@call.wav' does, or JSON with a url.");
        }
        Upload upload = new Upload(recordings);
        try {
            upload.read(request);
            return upload;
        } catch (FileUploadSizeException e) {
            upload.close();
            throw new BlobTooLarge(recordings.maxBytes());
        } catch (FileUploadException | InvalidPathException e) {
            upload.close();
            throw Problem.badRequest("The multipart body is broken or was cut off: " + e.getMessage());
        } catch (IOException | RuntimeException e) {
            upload.close();
            throw e;
        }
    }

    private static boolean isJson(HttpServletRequest request) {
        return String.valueOf(request.getContentType())
                .toLowerCase(Locale.ROOT)
                .startsWith(MediaType.APPLICATION_JSON_VALUE);
    }

    private void readJson(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(METADATA_BYTES + 1);
        if (body.length > METADATA_BYTES) {
            throw Problem.badRequest("The body is over " + METADATA_BYTES + " bytes.");
        }
        JsonNode read;
        try {
            read = JSON.readTree(body);
        } catch (JacksonException e) {
            throw Problem.badRequest("The body is not JSON: " + e.getOriginalMessage());
        }
        String named = StorableText.member(read, "url");
        if (named == null) {
            throw Problem.badRequest(
                    "url is missing: say where the recording is, or upload it as multipart/form-data.");
        }
        url = named.strip();
        callbackUrl = StorableText.member(read, "callbackUrl");
        AnnouncedDigest.ofText("sha256", StorableText.member(read, "sha256")).ifPresent(digests::add);
        metadata = read.hasNonNull("metadata") ? read.path("metadata").toString() : null;
        fileName = StorableText.member(read, "fileName");
    }

    /** Fetches what was only named. @throws Problem if it cannot be had */
    void complete(Fetch fetch) throws IOException {
        if (url == null) {
            return;
        }
        try {
            audio = fetch.fetchInline(url);
        } catch (FetchFailed e) {
            throw e.problem();
        }
        check(digests, audio.sha256());
    }

    /** Tells one recording from another, fetched or not. */
    String identity() {
        return url != null ? url : audio().sha256();
    }

    private void read(HttpServletRequest request) throws IOException {
        JakartaServletFileUpload<?, ?> parser = new JakartaServletFileUpload<>();
        // Of parts nobody asked for too: they are read, to get past them.
        parser.setSizeMax(recordings.maxBytes() + BESIDE_AUDIO_BYTES);
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
                readAudio(part);
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

    private void readAudio(FileItemInput part) throws IOException {
        if (audio != null) {
            throw Problem.badRequest("There are two parts 'audio': send one recording at a time.");
        }
        String name = part.getName();
        fileName = name == null ? null : StorableText.check("The file name", name);
        digests.addAll(AnnouncedDigest.ofHeaders(part.getHeaders()::getHeader));
        audio = recordings.store(part.getInputStream());
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
            recordings.drop(audio);
        }
    }
}
