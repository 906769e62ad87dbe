package io.earmark.gateway.calls;

import io.earmark.call.Call;
import io.earmark.call.CallId;
import io.earmark.call.Coaching;
import io.earmark.call.Metrics;
import io.earmark.call.Moment;
import io.earmark.call.Speaker;
import io.earmark.call.StageResult;
import io.earmark.call.Transcript;
import io.earmark.gateway.status.JobView;
import io.earmark.gateway.web.Conditional;
import io.earmark.gateway.web.EntityTag;
import io.earmark.gateway.web.Ids;
import io.earmark.gateway.web.Page;
import io.earmark.gateway.web.Problem;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.earmark.job.Warning;
import io.earmark.store.CallQuery;
import io.earmark.store.Calls;
import io.earmark.store.Jobs;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Calls, their recordings, transcripts and moments. */
@RestController
@RequestMapping("/calls")
class CallController {

    private static final MediaType CSV =
            new MediaType(new MediaType("text", "csv", StandardCharsets.UTF_8), Map.of("header", "present"));

    private static final String VERSION =
            String.valueOf(CallController.class.getPackage().getImplementationVersion());

    private final Calls calls;
    private final Jobs jobs;
    private final CallAudio audio;
    private final Conditional conditional;

    CallController(Calls calls, Jobs jobs, CallAudio audio, Conditional conditional) {
        this.calls = calls;
        this.jobs = jobs;
        this.audio = audio;
        this.conditional = conditional;
    }

    record MomentsView(String callId, List<Moment> moments, Metrics metrics, List<Warning> warnings) {}

    @GetMapping
    Page<FoundCall> calls(
            @RequestAttribute String tenant,
            CallFilter filter,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        int checked = Page.limit(limit);
        CallId after = cursor == null
                ? null
                : Page.after(cursor, () -> find(tenant, cursor).id());
        CallQuery query = filter.query();
        List<Call> found = calls.page(tenant, query, after, checked + 1);
        return Page.of(found, checked, call -> call.id().toString(), FoundCall.view(found, query.said(), calls));
    }

    @GetMapping("/{id}")
    ResponseEntity<CallView> call(
            @RequestAttribute String tenant, @PathVariable String id, @RequestHeader HttpHeaders headers) {
        return conditional.small(headers, CallView.of(find(tenant, id)));
    }

    @GetMapping("/{id}/audio")
    ResponseEntity<Resource> audio(@RequestAttribute String tenant, @PathVariable String id) throws IOException {
        Call call = find(tenant, id);
        return audio.serve(call, () -> transcript(tenant, call));
    }

    /** @param format {@code json}, {@code txt}, {@code vtt} or {@code srt}; it wins over the header Accept */
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = TranscriptView.class)))
    @GetMapping("/{id}/transcript")
    ResponseEntity<Object> transcript(
            @RequestAttribute String tenant,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String format,
            @RequestHeader HttpHeaders headers) {
        Call call = find(tenant, id);
        TranscriptFormat wanted = TranscriptFormat.wanted(format, headers.getOrEmpty(HttpHeaders.ACCEPT));
        return conditional.large(headers, tag(call, wanted.name()), () -> transcript(tenant, call, wanted));
    }

    private ResponseEntity<Object> transcript(String tenant, Call call, TranscriptFormat wanted) {
        Transcript transcript = transcript(tenant, call);
        SpeakerNames names = new SpeakerNames(transcript.speakers(), call.metadata());
        Object body =
                switch (wanted) {
                    case JSON -> view(tenant, call, transcript);
                    case TXT -> PlainText.of(transcript, names);
                    case VTT -> Subtitles.vtt("Call " + call.id(), transcript, names);
                    case SRT -> Subtitles.srt(transcript, names);
                };
        return exported(call, "transcript", wanted.mediaType(), wanted.extension(), wanted.download())
                .header(HttpHeaders.CONTENT_LANGUAGE, transcript.language())
                .varyBy(HttpHeaders.ACCEPT)
                .body(body);
    }

    private TranscriptView view(String tenant, Call call, Transcript transcript) {
        return TranscriptView.of(
                call,
                transcript,
                jobs.latest(call.id(), JobKind.COACH, Coaching.class),
                warnings(tenant, call.id(), JobKind.TRANSCRIBE));
    }

    /** @param format {@code json} or, for spreadsheets, {@code csv} */
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = MomentsView.class)))
    @GetMapping("/{id}/moments")
    ResponseEntity<Object> moments(
            @RequestAttribute String tenant,
            @PathVariable String id,
            @RequestParam(defaultValue = "json") String format,
            @RequestHeader HttpHeaders headers) {
        Call call = find(tenant, id);
        boolean table = format.equalsIgnoreCase("csv");
        if (!table && !format.equalsIgnoreCase("json")) {
            throw Problem.badRequest("format must be json or csv, not '" + format + "'.");
        }
        return conditional.large(headers, tag(call, table ? "csv" : "json"), () -> moments(tenant, call, table));
    }

    private ResponseEntity<Object> moments(String tenant, Call call, boolean table) {
        Coaching coaching = finished(tenant, call.id(), JobKind.COACH, Coaching.class);
        if (call.metadata().redacts()) {
            // Refuses what quotes a transcript that was not redacted.
            transcript(tenant, call);
        }
        if (table) {
            List<Speaker> speakers = jobs.latest(call.id(), JobKind.TRANSCRIBE, Transcript.class)
                    .map(Transcript::speakers)
                    .orElse(List.of());
            return exported(call, "moments", CSV, "csv", true)
                    .body(MomentsTable.of(coaching, new SpeakerNames(speakers, call.metadata())));
        }
        return exported(call, "moments", MediaType.APPLICATION_JSON, "json", false)
                .body(new MomentsView(
                        call.id().toString(),
                        coaching.moments(),
                        coaching.metrics(),
                        warnings(tenant, call.id(), JobKind.COACH)));
    }

    /**
     * What transcripts and moments are made of: the call, its results, each of which never changes, and the warnings of
     * its jobs. A newer version may write them in another way, and so has other tags.
     */
    private EntityTag tag(Call call, String form) {
        return EntityTag.of(
                VERSION, form, call.toString(), jobs.sources(call.id()).toString());
    }

    private static ResponseEntity.BodyBuilder exported(
            Call call, String part, MediaType type, String extension, boolean download) {
        return ResponseEntity.ok()
                .contentType(type)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ExportName.of(call, part, extension, download).toString())
                .header("X-Content-Type-Options", "nosniff");
    }

    private Call find(String tenant, String id) {
        return calls.find(tenant, Ids.call(id)).orElseThrow(() -> Problem.notFound("call", id));
    }

    private Transcript transcript(String tenant, Call call) {
        return CallAudio.checked(call, finished(tenant, call.id(), JobKind.TRANSCRIBE, Transcript.class));
    }

    /** What is not there yet is a conflict with the call's state, and the answer names the job to poll. */
    private <T extends StageResult> T finished(String tenant, CallId call, JobKind kind, Class<T> type) {
        return jobs.latest(call, kind, type).orElseThrow(() -> {
            String where = newest(tenant, call, kind)
                    .or(() -> newest(tenant, call, JobKind.TRANSCRIBE))
                    .map(JobView::whereToLook)
                    .orElse("No job works on it: see /jobs?callId=" + call + ".");
            return new Problem(HttpStatus.CONFLICT, "result-not-ready", "The result is not ready", where);
        });
    }

    private List<Warning> warnings(String tenant, CallId call, JobKind kind) {
        return newest(tenant, call, kind).map(Job::warnings).orElse(List.of());
    }

    private Optional<Job> newest(String tenant, CallId call, JobKind kind) {
        return jobs.page(tenant, null, kind, call, null, 1).stream().findFirst();
    }
}
