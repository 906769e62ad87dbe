package io.earmark.gateway.upload;

import io.earmark.blob.BlobTooLarge;
import io.earmark.gateway.intake.AnnouncedDigest;
import io.earmark.gateway.intake.Recordings;
import io.earmark.gateway.intake.WaitingWork;
import io.earmark.gateway.web.Ids;
import io.earmark.gateway.web.Problem;
import io.earmark.gateway.web.Schedule;
import io.earmark.gateway.webhook.Callbacks;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The requests of tus 1.0, and a look at an upload for people. */
@RestController
@RequestMapping("/uploads")
class UploadController {

    /** Of tus; no other protocol has it. */
    private static final int CHECKSUM_MISMATCH = 460;

    private final UploadTable uploads;
    private final UploadRemoval removal;
    private final Receiving receiving;
    private final Recordings recordings;
    private final Callbacks callbacks;
    private final WaitingWork waiting;
    private final UploadSettings settings;
    private final Clock clock;

    UploadController(
            UploadTable uploads,
            UploadRemoval removal,
            Receiving receiving,
            Recordings recordings,
            Callbacks callbacks,
            WaitingWork waiting,
            UploadSettings settings,
            Clock clock) {
        this.uploads = uploads;
        this.removal = removal;
        this.receiving = receiving;
        this.recordings = recordings;
        this.callbacks = callbacks;
        this.waiting = waiting;
        this.settings = settings;
        this.clock = clock;
    }

    @RequestMapping(method = RequestMethod.OPTIONS)
    ResponseEntity<Void> options() {
        return ResponseEntity.noContent()
                .header("Tus-Version", Tus.VERSION)
                .header("Tus-Extension", Tus.EXTENSIONS)
                .header("Tus-Max-Size", Long.toString(recordings.maxBytes()))
                .header("Tus-Checksum-Algorithm", Checksum.NAMES)
                .build();
    }

    @PostMapping
    ResponseEntity<Void> create(
            @RequestAttribute String tenant,
            @RequestHeader(name = "Upload-Length", required = false) @Nullable String length,
            @RequestHeader(name = "Upload-Metadata", required = false) @Nullable String metadata,
            @RequestHeader(name = "Upload-Checksum", required = false) @Nullable String checksum,
            @RequestParam(required = false) @Nullable Integer priority,
            @RequestParam(required = false) @Nullable String notBefore,
            @RequestParam(defaultValue = "false") boolean reuse,
            HttpServletRequest http)
            throws IOException, InterruptedException {
        Schedule.of(priority, notBefore, clock);
        PartialUpload upload = new PartialUpload(
                UUID.randomUUID(),
                tenant,
                length(length),
                0,
                metadata,
                request(tenant, UploadRequest.pairs(metadata), priority, notBefore, reuse),
                null,
                null,
                clock.instant().plus(settings.expiry()));
        refuseMore(tenant);
        waiting.admit(tenant);
        uploads.insert(upload, clock.instant());
        if (isBytes(http)) {
            receiving.receive(upload, Checksum.of(checksum), http.getInputStream());
        }
        return ResponseEntity.status(HttpStatus.CREATED)
                .headers(Tus.headers(find(tenant, upload.id().toString())))
                .location(URI.create("/uploads/" + upload.id()))
                .build();
    }

    /** How far it is; HEAD for programs. */
    @GetMapping("/{id}")
    ResponseEntity<UploadView> upload(@RequestAttribute String tenant, @PathVariable String id) {
        PartialUpload upload = find(tenant, id);
        HttpHeaders headers = Tus.headers(upload);
        headers.set("Upload-Length", Long.toString(upload.length()));
        if (upload.metadata() != null) {
            headers.set("Upload-Metadata", upload.metadata());
        }
        headers.setCacheControl("no-store");
        return ResponseEntity.ok().headers(headers).body(UploadView.of(upload));
    }

    @PatchMapping("/{id}")
    ResponseEntity<Void> append(
            @RequestAttribute String tenant,
            @PathVariable String id,
            @RequestHeader(name = "Upload-Offset", required = false) @Nullable String offset,
            @RequestHeader(name = "Upload-Checksum", required = false) @Nullable String checksum,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        PartialUpload upload = find(tenant, id);
        long at = Tus.number("Upload-Offset", offset);
        if (!isBytes(request)) {
            throw new Problem(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "not-bytes",
                    "Not the bytes of an upload",
                    "Send them with Content-Type: " + Tus.BYTES + ".");
        }
        if (at != upload.received()) {
            response.setHeader("Upload-Offset", Long.toString(upload.received()));
            throw new Problem(
                    HttpStatus.CONFLICT,
                    "upload-offset-mismatch",
                    "The upload is not there",
                    "Upload-Offset says " + at + ", but " + upload.received() + " bytes are there: go on from those.");
        }
        if (request.getContentLengthLong() > upload.length() - at) {
            throw new BlobTooLarge(upload.length());
        }
        if (!upload.isFinished()) {
            receiving.receive(upload, Checksum.of(checksum), request.getInputStream());
        }
        return ResponseEntity.noContent().headers(Tus.headers(find(tenant, id))).build();
    }

    /** Ends it, and removes what is there of it; a call that it has become stays. */
    @DeleteMapping("/{id}")
    ResponseEntity<Void> terminate(@RequestAttribute String tenant, @PathVariable String id) {
        if (!removal.remove(find(tenant, id).id())) {
            throw unknown(id);
        }
        return ResponseEntity.noContent().build();
    }

    /** For clients that can send nothing but GET and POST. */
    @PostMapping("/{id}")
    ResponseEntity<Void> overridden(
            @RequestAttribute String tenant,
            @PathVariable String id,
            @RequestHeader(name = "X-HTTP-Method-Override", required = false) @Nullable String method,
            @RequestHeader(name = "Upload-Offset", required = false) @Nullable String offset,
            @RequestHeader(name = "Upload-Checksum", required = false) @Nullable String checksum,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        if ("PATCH".equalsIgnoreCase(method)) {
            return append(tenant, id, offset, checksum, request, response);
        }
        if ("DELETE".equalsIgnoreCase(method)) {
            return terminate(tenant, id);
        }
        find(tenant, id);
        throw Problem.badRequest("X-HTTP-Method-Override must be PATCH or DELETE, not '" + method + "'.");
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> mismatch(ChecksumMismatch e) {
        ProblemDetail detail = ProblemDetail.forStatus(CHECKSUM_MISMATCH);
        detail.setType(Problem.type("checksum-mismatch"));
        detail.setTitle("What arrived is not what was sent");
        detail.setDetail(e.getMessage());
        return ResponseEntity.status(CHECKSUM_MISMATCH).body(detail);
    }

    private long length(@Nullable String header) throws BlobTooLarge {
        long length = Tus.number("Upload-Length", header);
        if (length > recordings.maxBytes()) {
            throw new BlobTooLarge(recordings.maxBytes());
        }
        if (length == 0) {
            throw new Problem(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "audio-empty",
                    "The recording is empty",
                    "Upload-Length says that it has no bytes.");
        }
        return length;
    }

    private UploadRequest request(
            String tenant,
            Map<String, String> told,
            @Nullable Integer priority,
            @Nullable String notBefore,
            boolean reuse) {
        recordings.metadata(tenant, told.get("metadata"), told.get("filename"));
        String sha256 = AnnouncedDigest.ofText("sha256", told.get("sha256"))
                .map(AnnouncedDigest::sha256)
                .orElse(null);
        return new UploadRequest(
                told.get("filename"),
                told.get("metadata"),
                callbacks.check(told.get("callbackUrl")),
                sha256,
                priority,
                notBefore,
                reuse);
    }

    private void refuseMore(String tenant) {
        if (uploads.unfinished(tenant, clock.instant()) >= settings.unfinished()) {
            throw new Problem(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "too-many-uploads",
                    "Too many of your uploads are unfinished",
                    settings.unfinished() + " are, which is all that there may be. Finish or DELETE some.");
        }
    }

    private PartialUpload find(String tenant, String id) {
        PartialUpload upload =
                Ids.uuid(id).flatMap(uuid -> uploads.find(tenant, uuid)).orElseThrow(() -> unknown(id));
        if (!clock.instant().isBefore(upload.expiresAt())) {
            throw new Problem(
                    HttpStatus.GONE, "upload-expired", "The upload has expired", "Begin a new one: POST /uploads.");
        }
        return upload;
    }

    private static Problem unknown(String id) {
        return Problem.notFound("upload", id);
    }

    private static boolean isBytes(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.split(";", 2)[0].strip().equalsIgnoreCase(Tus.BYTES);
    }
}
