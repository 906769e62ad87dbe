package io.earmark.gateway.status;

import io.earmark.call.CallId;
import io.earmark.call.SpokenAudio;
import io.earmark.gateway.web.Conditional;
import io.earmark.gateway.web.Ids;
import io.earmark.gateway.web.Listed;
import io.earmark.gateway.web.Page;
import io.earmark.gateway.web.Problem;
import io.earmark.gateway.web.Schedule;
import io.earmark.job.Attempt;
import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.store.Calls;
import io.earmark.store.Jobs;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** Jobs, for those who poll and those who wait. */
@RestController
@RequestMapping("/jobs")
class JobController {

    private static final JobEvents EVENTS = new JobEvents();

    private final Jobs jobs;
    private final Calls calls;
    private final AudioFiles audio;
    private final Conditional conditional;
    private final JobWaiter waiter;
    private final EventStreams streams;
    private final JobWatch watch;
    private final Clock clock;

    JobController(
            Jobs jobs,
            Calls calls,
            AudioFiles audio,
            Conditional conditional,
            JobWaiter waiter,
            EventStreams streams,
            JobWatch watch,
            Clock clock) {
        this.jobs = jobs;
        this.calls = calls;
        this.audio = audio;
        this.conditional = conditional;
        this.waiter = waiter;
        this.streams = streams;
        this.watch = watch;
        this.clock = clock;
    }

    @GetMapping("/{id}")
    ResponseEntity<JobView> job(
            @RequestAttribute String tenant, @PathVariable String id, @RequestHeader HttpHeaders headers) {
        return conditional.small(headers, view(find(tenant, id)));
    }

    /** Held until the job has ended, or patience has: what a client sends who would otherwise poll. */
    @GetMapping(path = "/{id}", headers = "Prefer")
    DeferredResult<ResponseEntity<JobView>> jobInTime(
            @RequestAttribute String tenant,
            @PathVariable String id,
            @RequestHeader("Prefer") String prefer,
            @RequestHeader HttpHeaders headers) {
        Prefer preference = Prefer.of(prefer);
        return waiter.await(find(tenant, id), preference.patience(), job -> {
            ResponseEntity<JobView> answer = conditional.small(headers, view(job));
            return ResponseEntity.status(answer.getStatusCode())
                    .headers(answer.getHeaders())
                    .headers(preference.applied())
                    .body(answer.getBody());
        });
    }

    /** @param lastSeen the id of the last event that the client has seen */
    @GetMapping(path = "/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void events(
            @RequestAttribute String tenant,
            @PathVariable String id,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastSeen,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        streams.open(tenant, find(tenant, id), EVENTS, watch, lastSeen, request, response);
    }

    /** What was asked for; of its own, for a text may be long and polls are many. */
    @GetMapping(path = "/{id}/request", produces = MediaType.APPLICATION_JSON_VALUE)
    String request(@RequestAttribute String tenant, @PathVariable String id) {
        return find(tenant, id).request();
    }

    @GetMapping
    Page<JobView> jobs(
            @RequestAttribute String tenant,
            @RequestParam(required = false) @Nullable JobState state,
            @RequestParam(required = false) @Nullable JobKind kind,
            @RequestParam(required = false) @Nullable String callId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        int checked = Page.limit(limit);
        CallId call = callId == null ? null : call(tenant, callId);
        JobId after = cursor == null
                ? null
                : Page.after(cursor, () -> find(tenant, cursor).id());
        List<Job> rows = jobs.page(tenant, state, kind, call, after, checked + 1);
        return Page.of(rows, checked, job -> job.id().toString(), job -> JobView.of(job, null));
    }

    @GetMapping("/{id}/attempts")
    Listed<Attempt> attempts(@RequestAttribute String tenant, @PathVariable String id) {
        return new Listed<>(jobs.attempts(find(tenant, id).id()));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<JobView> cancel(@RequestAttribute String tenant, @PathVariable String id) {
        Job job = jobs.requestCancel(tenant, Ids.job(id)).orElseThrow(() -> Problem.notFound("job", id));
        if (job.state() == JobState.SUCCEEDED || job.state() == JobState.FAILED) {
            throw new Problem(
                    HttpStatus.CONFLICT,
                    "state-conflict",
                    "The job's state does not allow it",
                    "Job " + id + " has ended as " + job.state() + ": there is nothing to cancel.");
        }
        return ResponseEntity.status(job.state().isTerminal() ? HttpStatus.OK : HttpStatus.ACCEPTED)
                .body(view(job));
    }

    /** @param notBefore a time with its offset */
    @Schema(name = "JobChange")
    record Change(@Nullable Integer priority, @Nullable String notBefore) {}

    @PatchMapping("/{id}")
    JobView reschedule(@RequestAttribute String tenant, @PathVariable String id, @RequestBody Change change) {
        Schedule asked = Schedule.of(change.priority(), change.notBefore(), clock);
        if (asked.isEmpty()) {
            throw Problem.badRequest("Nothing to change: give priority, notBefore or both.");
        }
        return view(jobs.reschedule(tenant, Ids.job(id), asked.priority(), asked.notBefore())
                .orElseThrow(() -> Problem.notFound("job", id)));
    }

    @PostMapping("/{id}/retry")
    ResponseEntity<JobView> retry(@RequestAttribute String tenant, @PathVariable String id) {
        Job job = jobs.requeue(tenant, Ids.job(id)).orElseThrow(() -> Problem.notFound("job", id));
        return ResponseEntity.accepted().body(view(job));
    }

    @GetMapping("/{id}/audio")
    ResponseEntity<Resource> audio(@RequestAttribute String tenant, @PathVariable String id) throws IOException {
        Job job = find(tenant, id);
        if (job.kind() != JobKind.SPEAK && job.kind() != JobKind.REPLAY) {
            throw Problem.notFound("audio", "of a " + job.kind() + " job");
        }
        SpokenAudio made = jobs.result(job.id(), SpokenAudio.class)
                .orElseThrow(() -> new Problem(
                        HttpStatus.CONFLICT, "audio-not-ready", "The audio is not ready", JobView.whereToLook(job)));
        return audio.serve(made.audio(), made.mediaType());
    }

    private CallId call(String tenant, String id) {
        return calls.find(tenant, Ids.call(id))
                .orElseThrow(() -> Problem.notFound("call", id))
                .id();
    }

    private Job find(String tenant, String id) {
        return jobs.find(tenant, Ids.job(id)).orElseThrow(() -> Problem.notFound("job", id));
    }

    private JobView view(Job job) {
        boolean inLine = !job.notBefore().isAfter(clock.instant());
        OptionalLong position = inLine ? jobs.queuePosition(job) : OptionalLong.empty();
        return JobView.of(job, position.isPresent() ? position.getAsLong() : null);
    }
}
