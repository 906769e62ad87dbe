package io.earmark.gateway.webhook;

import io.earmark.call.Call;
import io.earmark.call.CallId;
import io.earmark.call.Coaching;
import io.earmark.call.SpokenAudio;
import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import io.earmark.gateway.calls.CallView;
import io.earmark.job.JobId;
import io.earmark.job.JobState;
import io.earmark.store.Calls;
import io.earmark.store.Event;
import io.earmark.store.Jobs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The body of a message: what happened, to which job and call, and where to read on. A full one holds the result too; what
 * would make it longer than 20 kB is left out and named in {@code omitted}.
 */
@Component
class Payloads {

    static final int MOST_BYTES = 20_000;

    private final Calls calls;
    private final Jobs jobs;
    private final JsonMapper json;
    private final WebhookSettings settings;

    Payloads(Calls calls, Jobs jobs, JsonMapper json, WebhookSettings settings) {
        this.calls = calls;
        this.jobs = jobs;
        this.json = json;
        this.settings = settings;
    }

    /** An utterance without its words: they are behind the link. */
    record Line(String speaker, double start, double end, String text) {

        static Line of(Utterance utterance) {
            return new Line(utterance.speaker(), utterance.start(), utterance.end(), utterance.display());
        }
    }

    String of(Claimed delivery) {
        Map<String, Object> data = new LinkedHashMap<>();
        if (delivery.job() != null) {
            data.put("job", job(delivery.job(), delivery.detail()));
        }
        if (delivery.call() != null) {
            data.put("callId", delivery.call().toString());
        }
        Event.BatchEnd batch = delivery.detail().batch();
        if (delivery.batch() != null && batch != null) {
            data.put("batch", batch(delivery.batch(), batch));
        }
        data.put("links", links(delivery));
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", delivery.type());
        message.put("timestamp", delivery.occurredAt().toString());
        message.put("data", data);
        if (delivery.payload() == Endpoint.Payload.FULL) {
            fill(data, message, delivery);
        }
        return json.writeValueAsString(message);
    }

    private static Map<String, Object> job(UUID id, Event.Detail detail) {
        Map<String, Object> job = new LinkedHashMap<>();
        job.put("id", id.toString());
        if (detail.kind() != null && detail.state() != null) {
            job.put("kind", detail.kind());
            job.put("state", detail.state());
            job.put("attempts", detail.attempts());
        }
        if (detail.error() != null) {
            job.put("error", detail.error());
        }
        return job;
    }

    private static Map<String, Object> batch(UUID id, Event.BatchEnd end) {
        Map<String, Object> batch = new LinkedHashMap<>();
        batch.put("id", id.toString());
        batch.put("state", end.state());
        batch.put("items", end.items());
        batch.put("counts", end.counts());
        return batch;
    }

    private Map<String, String> links(Claimed delivery) {
        Map<String, String> links = new LinkedHashMap<>();
        if (delivery.job() != null) {
            links.put("job", settings.publicUrl() + "/jobs/" + delivery.job());
        }
        if (delivery.call() != null) {
            String call = settings.publicUrl() + "/calls/" + delivery.call();
            links.put("call", call);
            links.put("transcript", call + "/transcript");
            links.put("moments", call + "/moments");
        }
        if (delivery.batch() != null) {
            String batch = settings.publicUrl() + "/batches/" + delivery.batch();
            links.put("batch", batch);
            links.put("items", batch + "/items");
        }
        if (delivery.type().equals("replay.ready") || delivery.type().equals("speech.ready")) {
            links.put("audio", settings.publicUrl() + "/jobs/" + delivery.job() + "/audio");
        }
        return links;
    }

    private void fill(Map<String, Object> data, Map<String, Object> message, Claimed delivery) {
        List<String> omitted = new ArrayList<>();
        full(delivery).forEach((name, part) -> {
            data.put(name, part);
            if (bytes(message) > MOST_BYTES) {
                data.remove(name);
                omitted.add(name);
                data.put("omitted", omitted);
            }
        });
    }

    private int bytes(Object message) {
        return json.writeValueAsString(message).getBytes(StandardCharsets.UTF_8).length;
    }

    /** What a full message holds besides, the more important first. */
    private Map<String, Object> full(Claimed delivery) {
        Map<String, Object> parts = new LinkedHashMap<>();
        if (delivery.call() != null) {
            calls.find(delivery.tenant(), new CallId(delivery.call()))
                    .ifPresent((Call call) -> parts.put("call", CallView.of(call)));
        }
        Event.Detail detail = delivery.detail();
        if (delivery.job() == null || detail.kind() == null || detail.state() != JobState.SUCCEEDED) {
            return parts;
        }
        JobId job = new JobId(Objects.requireNonNull(delivery.job()));
        switch (detail.kind()) {
            case TRANSCRIBE ->
                jobs.result(job, Transcript.class)
                        .ifPresent(result -> parts.put(
                                "transcript",
                                result.utterances().stream().map(Line::of).toList()));
            case COACH ->
                jobs.result(job, Coaching.class).ifPresent(result -> {
                    parts.put("metrics", result.metrics());
                    parts.put("moments", result.moments());
                });
            case REPLAY, SPEAK ->
                jobs.result(job, SpokenAudio.class)
                        .ifPresent(result -> parts.put(
                                "audio",
                                Map.of(
                                        "mediaType", result.mediaType(),
                                        "durationSeconds", result.durationSeconds(),
                                        "bytes", result.audio().bytes())));
        }
        return parts;
    }
}
