package io.earmark.gateway.intake;

import io.earmark.blob.BlobStore;
import io.earmark.call.AudioFormat;
import io.earmark.call.Call;
import io.earmark.call.CallId;
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
import io.earmark.job.JobKind;
import io.earmark.job.RetryPolicy;
import io.earmark.job.Warning;
import io.earmark.store.Calls;
import io.earmark.store.Jobs;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
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

    private static final String REUSED = "transcript-reused";

    private final BlobStore blobs;
    private final AudioProbe probe;
    private final Calls calls;
    private final Jobs jobs;
    private final RetryPolicy retries;
    private final Acceptance acceptance;
    private final Callbacks callbacks;
    private final IntakeSettings settings;
    private final TenantVocabulary vocabulary;
    private final TenantRedaction redaction;
    private final JsonMapper json;
    private final Clock clock;

    TranscribeController(
            BlobStore blobs,
            AudioProbe probe,
            Calls calls,
            Jobs jobs,
            RetryPolicy retries,
            Acceptance acceptance,
            Callbacks callbacks,
            IntakeSettings settings,
            TenantVocabulary vocabulary,
            TenantRedaction redaction,
            JsonMapper json,
            Clock clock) {
        this.blobs = blobs;
        this.probe = probe;
        this.calls = calls;
        this.jobs = jobs;
        this.retries = retries;
        this.acceptance = acceptance;
        this.callbacks = callbacks;
        this.settings = settings;
        this.vocabulary = vocabulary;
        this.redaction = redaction;
        this.json = json;
        this.clock = clock;
    }

    record Accepted(JobView job, CallView call) {}

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
        try (Upload upload = Upload.receive(request, blobs, settings.maxBytes().toBytes())) {
            CallMetadata metadata = metadata(tenant, upload);
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
            Path scratch = Path.of(System.getProperty("java.io.tmpdir"));
            AudioFormat format = probe.probe(blobs.file(upload.audio(), scratch));
            Call call = new Call(CallId.random(), tenant, upload.audio(), format, metadata, clock.instant());
            Job job = schedule.applied(job(call));
            Optional<Jobs.Finished> done = reuse ? jobs.transcriptLike(call) : Optional.empty();
            Job made = done.map(like -> reusing(job, like.job())).orElse(job);
            Answer answer = accept(submission, payload, upload, made, call, () -> {
                calls.insert(call);
                callbacks.register(callback, made);
                done.ifPresentOrElse(like -> jobs.enqueueFinished(made, like.transcript()), () -> jobs.enqueue(made));
            });
            return acceptance.reply(made, answer, preference, ended -> answer(ended, call, preference));
        }
    }

    /** What the submitter told, and what goes for all calls of the tenant. */
    private CallMetadata metadata(String tenant, Upload upload) {
        CallMetadata told = MetadataReader.read(upload.metadata(), upload.fileName());
        CallMetadata metadata = redaction.applied(tenant, told.withTerms(vocabulary.of(tenant)));
        if (CallMetadata.DROP.equals(told.original()) && !metadata.redacts()) {
            throw Problem.badRequest("metadata.original is drop, but metadata.redact names nothing: the recording would"
                    + " be gone, and no copy of it there.");
        }
        return metadata;
    }

    private Fingerprint payload(
            HttpServletRequest request, Upload upload, CallMetadata metadata, @Nullable String callback) {
        return Fingerprint.of(
                request.getServletPath(),
                String.valueOf(request.getQueryString()),
                upload.audio().sha256(),
                json.writeValueAsString(metadata),
                String.valueOf(callback));
    }

    private Job job(Call call) {
        int attempts = retries.maxAttempts(JobKind.TRANSCRIBE);
        return Job.queued(JobKind.TRANSCRIBE, call.tenant(), call.id(), "{}", attempts, clock.instant());
    }

    private Job reusing(Job job, Job like) {
        List<Warning> noted = new ArrayList<>(like.warnings());
        noted.removeIf(warning -> warning.type().equals(REUSED));
        noted.add(new Warning(
                REUSED,
                "The transcript is that of call " + like.callId()
                        + ", whose recording is the same to the byte; it was not made again."));
        return job.reusing(noted, clock.instant());
    }

    private Answer accept(
            Submission submission, Fingerprint payload, Upload upload, Job job, Call call, Runnable creation) {
        // Kept before the commit: if its outcome is unknown, the orphan sweep decides, and not we in haste.
        upload.keep();
        try {
            Accepted body = new Accepted(JobView.of(job, null), CallView.of(call));
            return acceptance.accept(submission, payload, job, body, creation);
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
