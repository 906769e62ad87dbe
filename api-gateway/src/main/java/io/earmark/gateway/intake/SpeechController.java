package io.earmark.gateway.intake;

import io.earmark.call.Call;
import io.earmark.call.CallId;
import io.earmark.call.Coaching;
import io.earmark.call.Moment;
import io.earmark.call.ReplayRequest;
import io.earmark.call.SpeakRequest;
import io.earmark.call.SpokenAudio;
import io.earmark.gateway.idempotency.Answer;
import io.earmark.gateway.idempotency.Fingerprint;
import io.earmark.gateway.idempotency.Submission;
import io.earmark.gateway.status.AudioFiles;
import io.earmark.gateway.status.JobView;
import io.earmark.gateway.status.Prefer;
import io.earmark.gateway.web.Ids;
import io.earmark.gateway.web.Problem;
import io.earmark.gateway.web.Schedule;
import io.earmark.gateway.web.StorableText;
import io.earmark.gateway.webhook.Callbacks;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.job.RetryPolicy;
import io.earmark.store.Calls;
import io.earmark.store.Jobs;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import tools.jackson.databind.json.JsonMapper;

/** Takes in what is to be spoken: a text, or the replay of a moment. */
@RestController
class SpeechController {

    private static final int LONGEST_VOICE = 100;

    private final Calls calls;
    private final Jobs jobs;
    private final RetryPolicy retries;
    private final Acceptance acceptance;
    private final Callbacks callbacks;
    private final AudioFiles audio;
    private final IntakeSettings settings;
    private final JsonMapper json;
    private final Clock clock;

    SpeechController(
            Calls calls,
            Jobs jobs,
            RetryPolicy retries,
            Acceptance acceptance,
            Callbacks callbacks,
            AudioFiles audio,
            IntakeSettings settings,
            JsonMapper json,
            Clock clock) {
        this.calls = calls;
        this.jobs = jobs;
        this.retries = retries;
        this.acceptance = acceptance;
        this.callbacks = callbacks;
        this.audio = audio;
        this.settings = settings;
        this.json = json;
        this.clock = clock;
    }

    @Schema(name = "QueuedJob")
    record Queued(JobView job) {}

    @Schema(name = "SpeakRequest")
    record Speak(
            @Nullable String text,
            @Nullable String voice,
            @Nullable Double rate,
            @Nullable Double pitch,
            @Nullable String format,
            @Nullable String callbackUrl) {}

    @Schema(name = "ReplayRequest")
    record Replay(
            @Nullable String callId,
            @Nullable String momentId,
            @Nullable String format,
            @Nullable String callbackUrl) {}

    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = Queued.class)))
    @PostMapping("/speak")
    DeferredResult<ResponseEntity<?>> speak(
            @RequestAttribute String tenant,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            @RequestParam(required = false) @Nullable Integer priority,
            @RequestParam(required = false) @Nullable String notBefore,
            @RequestAttribute Submission submission,
            @RequestBody Speak asked,
            HttpServletRequest http) {
        Schedule schedule = Schedule.of(priority, notBefore, clock);
        Prefer preference = Prefer.of(prefer);
        Fingerprint payload = payload(http, asked);
        Optional<Answer> before = submission.before(payload);
        if (before.isPresent()) {
            return again(tenant, before.get(), preference);
        }
        SpeakRequest request = new SpeakRequest(
                text(asked.text()),
                voice(asked.voice()),
                within("rate", asked.rate(), 1, 0.5, 2),
                within("pitch", asked.pitch(), 0, -12, 12),
                format(asked.format()));
        Job job = schedule.applied(job(JobKind.SPEAK, tenant, null, request));
        return queue(submission, payload, job, callbacks.check(asked.callbackUrl()), preference);
    }

    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = Queued.class)))
    @PostMapping("/replay")
    DeferredResult<ResponseEntity<?>> replay(
            @RequestAttribute String tenant,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            @RequestParam(required = false) @Nullable Integer priority,
            @RequestParam(required = false) @Nullable String notBefore,
            @RequestAttribute Submission submission,
            @RequestBody Replay asked,
            HttpServletRequest http) {
        Schedule schedule = Schedule.of(priority, notBefore, clock);
        Prefer preference = Prefer.of(prefer);
        Fingerprint payload = payload(http, asked);
        Optional<Answer> before = submission.before(payload);
        if (before.isPresent()) {
            return again(tenant, before.get(), preference);
        }
        if (asked.callId() == null) {
            throw Problem.badRequest("callId is missing: name the call.");
        }
        String callId = asked.callId();
        Call call = calls.find(tenant, Ids.call(callId)).orElseThrow(() -> Problem.notFound("call", callId));
        Moment moment = moment(call.id(), asked.momentId());
        ReplayRequest request = new ReplayRequest(moment.id(), format(asked.format()));
        Job job = schedule.applied(job(JobKind.REPLAY, tenant, call.id(), request));
        return queue(submission, payload, job, callbacks.check(asked.callbackUrl()), preference);
    }

    private Moment moment(CallId call, @Nullable String momentId) {
        List<Moment> moments = jobs.latest(call, JobKind.COACH, Coaching.class)
                .map(Coaching::moments)
                .orElseThrow(() -> new Problem(
                        HttpStatus.CONFLICT,
                        "result-not-ready",
                        "The result is not ready",
                        "Call " + call + " has not been coached yet: poll /jobs?callId=" + call + "&kind=COACH."));
        if (momentId == null) {
            return moments.stream()
                    .max(Comparator.comparingDouble(Moment::score))
                    .orElseThrow(() -> new Problem(
                            HttpStatus.CONFLICT,
                            "no-moments",
                            "The call has no moments",
                            "There is nothing to replay."));
        }
        return moments.stream()
                .filter(moment -> moment.id().equals(momentId))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("moment", momentId));
    }

    private Job job(JobKind kind, String tenant, @Nullable CallId call, Object request) {
        return Job.queued(
                kind, tenant, call, json.writeValueAsString(request), retries.maxAttempts(kind), clock.instant());
    }

    private Fingerprint payload(HttpServletRequest http, Object asked) {
        return Fingerprint.of(
                http.getServletPath(), String.valueOf(http.getQueryString()), json.writeValueAsString(asked));
    }

    private DeferredResult<ResponseEntity<?>> queue(
            Submission submission, Fingerprint payload, Job job, @Nullable String callback, Prefer prefer) {
        Queued body = new Queued(JobView.of(job, null));
        Answer answer = acceptance.accept(submission, payload, job, body, () -> {
            jobs.enqueue(job);
            callbacks.register(callback, job);
        });
        return acceptance.reply(job, answer, prefer, ended -> answer(ended, prefer));
    }

    private DeferredResult<ResponseEntity<?>> again(String tenant, Answer before, Prefer prefer) {
        return acceptance.again(tenant, before, prefer, ended -> answer(ended, prefer));
    }

    /** The audio itself if it was made in time, the job if not. */
    private ResponseEntity<?> answer(Job job, Prefer prefer) {
        if (!prefer.patience().isZero() && job.state() == JobState.SUCCEEDED) {
            SpokenAudio made = jobs.result(job.id(), SpokenAudio.class).orElseThrow();
            try {
                ResponseEntity<Resource> served = audio.serve(made.audio(), made.mediaType());
                return ResponseEntity.ok()
                        .headers(served.getHeaders())
                        .headers(prefer.applied())
                        .location(URI.create("/jobs/" + job.id()))
                        .body(served.getBody());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return ResponseEntity.accepted()
                .location(URI.create("/jobs/" + job.id()))
                .headers(prefer.applied())
                .body(new Queued(JobView.of(job, null)));
    }

    private String text(@Nullable String text) {
        if (text == null || text.isBlank()) {
            throw Problem.badRequest("text is missing: say what is to be spoken.");
        }
        if (text.length() > settings.maxText()) {
            throw Problem.badRequest(
                    "text has " + text.length() + " characters; at most " + settings.maxText() + " are taken.");
        }
        return StorableText.check("text", text);
    }

    private static @Nullable String voice(@Nullable String voice) {
        if (voice != null && voice.length() > LONGEST_VOICE) {
            throw Problem.badRequest("voice is the short name of a voice; this has " + voice.length() + " characters.");
        }
        return voice == null ? null : StorableText.check("voice", voice);
    }

    private static double within(String name, @Nullable Double value, double absent, double least, double most) {
        double given = value == null ? absent : value;
        if (!(given >= least && given <= most)) {
            throw Problem.badRequest(name + " must be " + least + " to " + most + ".");
        }
        return given;
    }

    private static String format(@Nullable String format) {
        if (format == null) {
            return "wav";
        }
        if (!format.equals("wav") && !format.equals("mp3")) {
            throw Problem.badRequest("format must be wav or mp3, not '" + format + "'.");
        }
        return format;
    }
}
