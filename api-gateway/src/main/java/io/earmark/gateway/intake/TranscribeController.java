package io.earmark.gateway.intake;

import io.earmark.call.AudioFormat;
import io.earmark.call.Call;
import io.earmark.call.CallMetadata;
import io.earmark.gateway.calls.CallView;
import io.earmark.gateway.idempotency.Answer;
import io.earmark.gateway.idempotency.Fingerprint;
import io.earmark.gateway.idempotency.Submission;
import io.earmark.gateway.status.JobView;
import io.earmark.gateway.status.Prefer;
import io.earmark.gateway.web.Problem;
import io.earmark.gateway.web.Schedule;
import io.earmark.gateway.webhook.Callbacks;
import io.earmark.job.Job;
import io.earmark.store.Calls;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import tools.jackson.databind.json.JsonMapper;

/** Takes a recording in: to the blob store, probed, and then call, job and outbox entry in one transaction. */
@RestController
class TranscribeController {

    private final Recordings recordings;
    private final Fetch fetch;
    private final Calls calls;
    private final Acceptance acceptance;
    private final Callbacks callbacks;
    private final JsonMapper json;
    private final Clock clock;

    TranscribeController(
            Recordings recordings,
            Fetch fetch,
            Calls calls,
            Acceptance acceptance,
            Callbacks callbacks,
            JsonMapper json,
            Clock clock) {
        this.recordings = recordings;
        this.fetch = fetch;
        this.calls = calls;
        this.acceptance = acceptance;
        this.callbacks = callbacks;
        this.json = json;
        this.clock = clock;
    }

    @Schema(name = "AcceptedCall")
    record Accepted(JobView job, CallView call) {}

    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = Accepted.class)))
    @PostMapping("/transcribe")
    DeferredResult<ResponseEntity<?>> transcribe(
            @RequestAttribute String tenant,
            @RequestAttribute Submission submission,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            @RequestParam(required = false) @Nullable Integer priority,
            @RequestParam(required = false) @Nullable String notBefore,
            @RequestParam(defaultValue = "false") boolean reuse,
            HttpServletRequest request)
            throws IOException, InterruptedException {
        Schedule schedule = Schedule.of(priority, notBefore, clock);
        Prefer preference = Prefer.of(prefer);
        try (Upload upload = Upload.receive(request, recordings)) {
            CallMetadata metadata = recordings.metadata(tenant, upload.metadata(), upload.fileName());
            String callback = callbacks.check(upload.callbackUrl());
            Fingerprint payload = payload(request, upload, metadata, callback);
            Optional<Answer> before = submission.before(payload);
            if (before.isPresent()) {
                return acceptance.again(
                        tenant,
                        before.get(),
                        preference,
                        ended -> answer(
                                ended,
                                calls.find(Objects.requireNonNull(ended.callId()))
                                        .orElseThrow(),
                                preference));
            }
            upload.complete(fetch);
            AudioFormat format = recordings.probe(upload.audio());
            Recordings.Made made = recordings.make(tenant, upload.audio(), format, metadata, schedule, reuse);
            Answer answer = accept(submission, payload, upload, made, callback);
            return acceptance.reply(made.job(), answer, preference, ended -> answer(ended, made.call(), preference));
        }
    }

    private Fingerprint payload(
            HttpServletRequest request, Upload upload, CallMetadata metadata, @Nullable String callback) {
        return Fingerprint.of(
                request.getServletPath(),
                String.valueOf(request.getQueryString()),
                upload.identity(),
                json.writeValueAsString(metadata),
                String.valueOf(callback));
    }

    private Answer accept(
            Submission submission,
            Fingerprint payload,
            Upload upload,
            Recordings.Made made,
            @Nullable String callback) {
        // Kept before the commit: if its outcome is unknown, the orphan sweep decides, and not we in haste.
        upload.keep();
        try {
            Accepted body = new Accepted(JobView.of(made.job(), null), CallView.of(made.call()));
            return acceptance.accept(
                    submission,
                    payload,
                    made.job(),
                    body,
                    () -> recordings.insert(made, () -> callbacks.register(callback, made.job())));
        } catch (Problem refused) {
            // Of our own making: nothing was written for certain.
            upload.giveUp();
            throw refused;
        }
    }

    /** For a client that waited. */
    private static ResponseEntity<?> answer(Job job, Call call, Prefer prefer) {
        return ResponseEntity.accepted()
                .location(URI.create("/jobs/" + job.id()))
                .headers(prefer.applied())
                .body(new Accepted(JobView.of(job, null), CallView.of(call)));
    }
}
