package io.earmark.gateway.intake;

import io.earmark.blob.BlobStore;
import io.earmark.call.AudioFormat;
import io.earmark.call.Call;
import io.earmark.call.CallId;
import io.earmark.call.CallMetadata;
import io.earmark.gateway.calls.CallView;
import io.earmark.gateway.status.JobView;
import io.earmark.gateway.status.JobWaiter;
import io.earmark.gateway.status.Prefer;
import io.earmark.gateway.web.Schedule;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.earmark.job.RetryPolicy;
import io.earmark.store.Calls;
import io.earmark.store.Jobs;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** Takes a recording in: to the blob store, probed, and then call, job and outbox entry in one transaction. */
@RestController
class TranscribeController {

    private final BlobStore blobs;
    private final AudioProbe probe;
    private final Calls calls;
    private final Jobs jobs;
    private final TransactionTemplate transaction;
    private final RetryPolicy retries;
    private final JobWaiter waiter;
    private final IntakeSettings settings;
    private final Clock clock;

    TranscribeController(
            BlobStore blobs,
            AudioProbe probe,
            Calls calls,
            Jobs jobs,
            TransactionTemplate transaction,
            RetryPolicy retries,
            JobWaiter waiter,
            IntakeSettings settings,
            Clock clock) {
        this.blobs = blobs;
        this.probe = probe;
        this.calls = calls;
        this.jobs = jobs;
        this.transaction = transaction;
        this.retries = retries;
        this.waiter = waiter;
        this.settings = settings;
        this.clock = clock;
    }

    record Accepted(JobView job, CallView call) {}

    @PostMapping("/transcribe")
    DeferredResult<ResponseEntity<Accepted>> transcribe(
            @RequestAttribute String tenant,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            @RequestParam(required = false) @Nullable Integer priority,
            @RequestParam(required = false) @Nullable String notBefore,
            HttpServletRequest request)
            throws IOException, InterruptedException {
        Schedule schedule = Schedule.of(priority, notBefore, clock);
        try (Upload upload = Upload.receive(request, blobs, settings.maxBytes().toBytes())) {
            CallMetadata metadata = MetadataReader.read(upload.metadata(), upload.fileName());
            Path scratch = Path.of(System.getProperty("java.io.tmpdir"));
            AudioFormat format = probe.probe(blobs.file(upload.audio(), scratch));
            Call call = new Call(CallId.random(), tenant, upload.audio(), format, metadata, clock.instant());
            Job job = schedule.applied(Job.queued(
                    JobKind.TRANSCRIBE,
                    tenant,
                    call.id(),
                    "{}",
                    retries.maxAttempts(JobKind.TRANSCRIBE),
                    clock.instant()));
            // Kept before the commit: if its outcome is unknown, the orphan sweep decides, and not we in haste.
            upload.keep();
            transaction.executeWithoutResult(status -> {
                calls.insert(call);
                jobs.enqueue(job);
            });
            Prefer preference = Prefer.of(prefer);
            return waiter.await(job, preference.patience(), ended -> answer(ended, call, preference));
        }
    }

    private static ResponseEntity<Accepted> answer(Job job, Call call, Prefer prefer) {
        return ResponseEntity.accepted()
                .location(URI.create("/jobs/" + job.id()))
                .headers(prefer.applied())
                .body(new Accepted(JobView.of(job, null), CallView.of(call)));
    }
}
