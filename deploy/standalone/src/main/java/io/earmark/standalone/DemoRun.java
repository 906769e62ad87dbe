package io.earmark.standalone;

import io.earmark.job.JobState;
import io.earmark.standalone.client.ApiClient;
import io.earmark.standalone.client.CallReport;
import io.earmark.standalone.client.JobStatus;
import io.earmark.standalone.client.ProgressDisplay;
import io.earmark.standalone.client.StageWatch;
import io.earmark.standalone.client.StageWatch.Outcome;
import io.earmark.standalone.client.StageWatch.Watched;
import io.earmark.standalone.client.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The demo's way through the API: submit, wait, replay, fetch. */
final class DemoRun {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<Sample> SAMPLES = List.of(
            new Sample(
                    "5-call-price-stereo",
                    "{\"agent\":\"Sarah\",\"company\":\"Acme\",\"startedAt\":\"2026-03-02T09:00:00Z\",\"tags\":[\"demo\"],"
                            + "\"channels\":{\"left\":\"agent\",\"right\":\"customer\"}}"),
            new Sample(
                    "6-call-schedule-stereo",
                    "{\"agent\":\"Emma\",\"customer\":\"David\",\"company\":\"Northwind\","
                            + "\"startedAt\":\"2026-03-03T14:30:00Z\",\"tags\":[\"demo\"],"
                            + "\"channels\":{\"left\":\"agent\",\"right\":\"customer\"}}"));
    /** Replays take some seconds each, and a demo should be short: the best of each call must do. */
    private static final int MOST_REPLAYS = 3;

    private static final double STAGES_SHARE = 0.5;

    private record Sample(String name, String metadata) {}

    private record Shown(String name, String callId, JsonNode call, JsonNode transcript, JsonNode moments) {}

    private record Replayed(String callId, String momentId, String jobId, Path file) {}

    private final ApiClient api;
    private final Path home;
    private final ProgressDisplay display;
    private final List<Shown> calls = new ArrayList<>();
    private final List<Replayed> replayed = new ArrayList<>();

    DemoRun(EarmarkServer server, Path home, ProgressDisplay display) {
        this.api = new ApiClient(server.url(), server.apiKey());
        this.home = home;
        this.display = display;
    }

    Path replays() {
        return home.resolve("replays");
    }

    void go() throws IOException, InterruptedException {
        List<Watched> sent = new ArrayList<>();
        for (Sample sample : SAMPLES) {
            JobStatus job = api.transcribe(unpacked(sample), sample.metadata());
            sent.add(new Watched(sample.name(), String.valueOf(job.callId())));
        }
        for (Outcome outcome : new StageWatch(api, within(0.1, STAGES_SHARE)).awaitCoached(sent)) {
            outcome.failed().ifPresent(DemoRun::giveUp);
        }
        for (Watched call : sent) {
            calls.add(new Shown(
                    call.name(),
                    call.callId(),
                    api.call(call.callId()),
                    api.transcript(call.callId()),
                    api.moments(call.callId())));
        }
        replay();
    }

    private Path unpacked(Sample sample) throws IOException {
        Path file =
                Files.createDirectories(home.resolve("data").resolve("samples")).resolve(sample.name() + ".wav");
        try (InputStream packed = DemoRun.class.getResourceAsStream("/samples/" + sample.name() + ".wav")) {
            if (packed == null) {
                throw new CannotStart("The sample " + sample.name() + " is missing from this build. Build it anew.");
            }
            Files.copy(packed, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    private void replay() throws IOException, InterruptedException {
        Files.createDirectories(replays());
        List<Replayed> asked = new ArrayList<>();
        for (Shown call : calls) {
            for (String moment : best(call.moments().path("moments"))) {
                JobStatus job = api.replay(call.callId(), moment);
                Path file = replays().resolve(call.name() + "-" + moment + ".wav");
                asked.add(new Replayed(call.callId(), moment, job.id(), file));
            }
        }
        List<String> ids = asked.stream().map(Replayed::jobId).toList();
        List<JobStatus> over = new StageWatch(api, within(STAGES_SHARE, 1)).await(ids, "replays");
        for (int i = 0; i < over.size(); i++) {
            if (over.get(i).state() != JobState.SUCCEEDED) {
                giveUp(over.get(i));
            }
            api.audio(asked.get(i).jobId(), asked.get(i).file());
            replayed.add(asked.get(i));
        }
    }

    private static List<String> best(JsonNode moments) {
        return StreamSupport.stream(moments.spliterator(), false)
                .sorted(Comparator.comparingDouble(
                                (JsonNode moment) -> moment.path("score").asDouble())
                        .reversed())
                .limit(MOST_REPLAYS)
                .map(moment -> moment.path("id").asString())
                .toList();
    }

    private static void giveUp(JobStatus job) {
        throw new CannotStart("The demo did not get through: " + Failures.sentence(job));
    }

    void print(Terminal terminal, boolean json) {
        if (json) {
            System.out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document()));
            return;
        }
        for (Shown call : calls) {
            Map<String, Path> files = new LinkedHashMap<>();
            replayed.stream()
                    .filter(one -> one.callId().equals(call.callId()))
                    .forEach(one -> files.put(one.momentId(), one.file()));
            new CallReport(System.out, terminal, call.call(), call.transcript(), call.moments(), files)
                    .print(call.name());
        }
    }

    private ObjectNode document() {
        ObjectNode document = JSON.createObjectNode();
        ArrayNode list = document.putArray("calls");
        for (Shown call : calls) {
            ObjectNode one = list.addObject();
            one.put("sample", call.name());
            one.set("call", call.call());
            one.set("transcript", call.transcript());
            one.set("coaching", call.moments());
            ArrayNode files = one.putArray("replays");
            replayed.stream()
                    .filter(made -> made.callId().equals(call.callId()))
                    .forEach(made -> files.addObject()
                            .put("momentId", made.momentId())
                            .put("jobId", made.jobId())
                            .put("file", made.file().toString()));
        }
        return document;
    }

    private ProgressDisplay within(double from, double to) {
        return new ProgressDisplay() {
            @Override
            public void show(double done, String what) {
                display.show(from + (to - from) * done, what);
            }

            @Override
            public void close() {}
        };
    }
}
