package io.earmark.gateway.batch;

import io.earmark.gateway.access.Caller;
import io.earmark.gateway.access.SubmissionQuota;
import io.earmark.gateway.idempotency.Answer;
import io.earmark.gateway.idempotency.Fingerprint;
import io.earmark.gateway.idempotency.Submission;
import io.earmark.gateway.intake.Recordings;
import io.earmark.gateway.web.Conditional;
import io.earmark.gateway.web.Page;
import io.earmark.gateway.web.Problem;
import io.earmark.gateway.web.Schedule;
import io.earmark.gateway.webhook.Callbacks;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Batches: taken in, looked at, called off. */
@RestController
@RequestMapping("/batches")
class BatchController {

    private static final Duration COME_BACK = Duration.ofSeconds(60);

    private final SubmissionQuota quota;
    private final ManifestReader reader;
    private final Recordings recordings;
    private final BatchTable batches;
    private final ItemTable items;
    private final BatchProgress progress;
    private final BatchEnds ends;
    private final Drip drip;
    private final Conditional conditional;
    private final Callbacks callbacks;
    private final TransactionTemplate transaction;
    private final BatchSettings settings;
    private final JsonMapper json;
    private final Clock clock;

    BatchController(
            SubmissionQuota quota,
            ManifestReader reader,
            Recordings recordings,
            BatchTable batches,
            ItemTable items,
            BatchProgress progress,
            BatchEnds ends,
            Drip drip,
            Conditional conditional,
            Callbacks callbacks,
            TransactionTemplate storeTransaction,
            BatchSettings settings,
            JsonMapper json,
            Clock clock) {
        this.quota = quota;
        this.reader = reader;
        this.recordings = recordings;
        this.batches = batches;
        this.items = items;
        this.progress = progress;
        this.ends = ends;
        this.drip = drip;
        this.conditional = conditional;
        this.callbacks = callbacks;
        this.transaction = storeTransaction;
        this.settings = settings;
        this.json = json;
        this.clock = clock;
    }

    /** What the query says holds where the manifest says nothing. */
    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = BatchView.class)))
    @PostMapping
    ResponseEntity<String> create(
            @RequestAttribute String tenant,
            @RequestAttribute Submission submission,
            @RequestParam(required = false) @Nullable String reference,
            @RequestParam(required = false) @Nullable Integer priority,
            @RequestParam(required = false) @Nullable String callbackUrl,
            @RequestParam(required = false) @Nullable Boolean callEvents,
            @RequestParam(required = false) @Nullable Boolean reuse,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        if (!submission.isRepeated()) {
            admit(tenant);
        }
        Manifest.Options asked = new Manifest.Options(reference, priority, callbackUrl, callEvents, reuse);
        try (BatchForm form = BatchForm.receive(request, tenant, reader, recordings, settings)) {
            Fingerprint payload = form.fingerprint(request.getServletPath(), String.valueOf(request.getQueryString()));
            Optional<Answer> before = submission.before(payload);
            if (before.isPresent()) {
                return answer(before.get(), true);
            }
            Manifest.Options options = form.manifest().options().or(asked);
            String callback = callbacks.check(options.callbackUrl());
            Batch batch = batch(tenant, options, form);
            SubmissionQuota.Taken counted = counted(form.manifest(), request, response);
            boolean accepted = false;
            try {
                Answer answer = accept(submission, payload, form, batch, options, callback);
                accepted = true;
                return answer(answer, false);
            } finally {
                if (counted != null && !accepted) {
                    quota.giveBack(counted);
                }
            }
        }
    }

    /** Each item is a submission, but for those that are refused already. */
    private SubmissionQuota.@Nullable Taken counted(
            Manifest manifest, HttpServletRequest request, HttpServletResponse response) {
        Caller caller = Caller.of(request);
        int many = (int) manifest.items().stream()
                .filter(item -> item.state() != ItemState.FAILED)
                .count();
        return caller == null || many == 0 ? null : quota.take(caller, many, response);
    }

    private Batch batch(String tenant, Manifest.Options options, BatchForm form) {
        Schedule.of(options.priority(), null, clock);
        return new Batch(
                UUID.randomUUID(),
                tenant,
                ManifestReader.reference(options.reference()),
                Batch.State.OPEN,
                options.priority() == null ? settings.priority() : options.priority(),
                Boolean.TRUE.equals(options.reuse()),
                form.manifest().items().size(),
                // As the database keeps it.
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                null,
                null);
    }

    /** What is taken in is told by its address and size alone, so that the answer can be given again to the letter. */
    private Answer accept(
            Submission submission,
            Fingerprint payload,
            BatchForm form,
            Batch batch,
            Manifest.Options options,
            @Nullable String callback) {
        String body = json.writeValueAsString(BatchView.of(batch));
        Answer answer = new Answer(null, HttpStatus.ACCEPTED.value(), "/batches/" + batch.id(), body);
        // Kept before the commit: if its outcome is unknown, the orphan sweep decides, and not we in haste.
        form.keep();
        try {
            transaction.executeWithoutResult(status -> {
                submission.answered(payload, answer);
                UUID endpoint = callback == null ? null : callbacks.endpoint(batch.tenant(), callback);
                batches.insert(
                        batch,
                        Boolean.TRUE.equals(options.callEvents()),
                        endpoint,
                        form.manifest().items());
            });
        } catch (Problem refused) {
            form.giveUp();
            throw refused;
        }
        drip.wake();
        return answer;
    }

    private static ResponseEntity<String> answer(Answer answer, boolean replayed) {
        ResponseEntity.BodyBuilder reply = ResponseEntity.status(answer.status())
                .location(URI.create(answer.location()))
                .contentType(MediaType.APPLICATION_JSON);
        if (replayed) {
            reply.header("Idempotency-Replayed", "true");
        }
        return reply.body(answer.body());
    }

    private void admit(String tenant) {
        if (batches.waiting(tenant, settings.maxWaiting()) >= settings.maxWaiting()) {
            throw new Problem(
                            HttpStatus.TOO_MANY_REQUESTS,
                            "batch-backlog-full",
                            "Too many items of yours wait already",
                            settings.maxWaiting() + " items of your batches wait, and no more are taken in. Nothing was"
                                    + " read or kept: send it again when some are done.")
                    .retryAfter(COME_BACK);
        }
    }

    @GetMapping
    Page<BatchView> list(
            @RequestAttribute String tenant,
            @RequestParam(required = false) @Nullable String reference,
            @RequestParam(required = false) Batch.@Nullable State state,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        UUID after = cursor == null ? null : BatchIds.cursor(cursor);
        if (after != null && batches.find(tenant, after).isEmpty()) {
            throw Page.unknownCursor(String.valueOf(cursor));
        }
        List<Batch> rows = batches.page(tenant, reference, state, after, Page.limit(limit) + 1);
        return Page.of(rows, limit, batch -> batch.id().toString(), BatchView::of);
    }

    @GetMapping("/{id}")
    ResponseEntity<BatchView> get(
            @RequestAttribute String tenant, @PathVariable String id, @RequestHeader HttpHeaders headers) {
        return conditional.small(headers, progress.view(find(tenant, id)));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<BatchView> cancel(@RequestAttribute String tenant, @PathVariable String id) {
        Batch batch = find(tenant, id);
        if (batch.state() == Batch.State.COMPLETED) {
            throw new Problem(
                    HttpStatus.CONFLICT,
                    "state-conflict",
                    "The batch's state does not allow it",
                    "Batch " + id + " is COMPLETED: there is nothing to cancel.");
        }
        if (batch.state() == Batch.State.OPEN) {
            items.cancel(batch.id());
            ends.look();
        }
        Batch after = find(tenant, id);
        return ResponseEntity.status(after.state() == Batch.State.OPEN ? HttpStatus.ACCEPTED : HttpStatus.OK)
                .body(progress.view(after));
    }

    private Batch find(String tenant, String id) {
        return batches.find(tenant, BatchIds.batch(id)).orElseThrow(() -> Problem.notFound("batch", id));
    }
}
