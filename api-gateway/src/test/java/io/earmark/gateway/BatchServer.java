package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earmark.call.Coaching;
import io.earmark.call.Metrics;
import io.earmark.call.Moment;
import io.earmark.call.Transcript;
import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** A gateway for batches; the test is the worker. */
@TestPropertySource(
        properties = {
            "earmark.secrets.key=000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
            "earmark.outbound.allow=127.0.0.0/8",
            "earmark.outbound.plain-http=true",
            "earmark.webhooks.poll=50ms",
            "earmark.batches.poll=50ms",
            "earmark.fetch.inline=5s"
        })
abstract class BatchServer extends GatewayServer {

    static final String GREETING = "1-greeting.wav";
    static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Transcript TRANSCRIPT =
            new Transcript(3, "en-US", new Transcript.Engine("vosk", "tiny", "0.3.45"), List.of(), List.of());

    /** @return where it is */
    String accepted(HttpResponse<byte[]> response) {
        assertThat(response.statusCode())
                .as(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(202);
        String location = response.headers().firstValue("Location").orElseThrow();
        assertThat(location).isEqualTo("/batches/" + body(response).path("id").asString());
        return location;
    }

    HttpResponse<byte[]> batch(Multipart form) throws Exception {
        return send(to("/batches")
                .header("Content-Type", form.contentType())
                .POST(HttpRequest.BodyPublishers.ofByteArray(form.bytes())));
    }

    HttpResponse<byte[]> csv(String table) throws Exception {
        return send(to("/batches").header("Content-Type", "text/csv").POST(HttpRequest.BodyPublishers.ofString(table)));
    }

    HttpResponse<byte[]> put(String path, byte[] audio) throws Exception {
        return send(to(path).header("Content-Type", "application/octet-stream")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(audio)));
    }

    List<JsonNode> items(String batch) throws Exception {
        List<JsonNode> items = new ArrayList<>();
        body(get(batch + "/items")).path("items").forEach(items::add);
        return items;
    }

    JsonNode item(String batch, int number) throws Exception {
        return body(get(batch + "/items/" + number));
    }

    JsonNode awaitItem(String batch, int number, String state) {
        await("item " + number + " to be " + state)
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(item(batch, number).path("state").asString())
                                .as(item(batch, number).toString())
                                .isEqualTo(state));
        try {
            return item(batch, number);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    JsonNode awaitState(String batch, String state) throws Exception {
        await("the batch to be " + state)
                .atMost(PATIENCE)
                .until(() -> body(get(batch)).path("state").asString().equals(state));
        return body(get(batch));
    }

    int count(String batch, String state) throws Exception {
        return body(get(batch)).path("counts").path(state).asInt();
    }

    /** As the workers do, with a moment. */
    void work(JsonNode item) {
        JobId transcribing = JobId.parse(item.path("jobId").asString());
        jobs.complete(transcribing, claim(transcribing), TRANSCRIPT, List.of());
        @Nullable Job job = jobs.find(tenant, transcribing).orElseThrow();
        Job coach = jobs.page(
                        tenant, null, JobKind.COACH, Objects.requireNonNull(job).callId(), null, 1)
                .get(0);
        Moment moment = new Moment("m1", "price_objection", 0.8, "S1", 1, 2, "too much", List.of(0), "because", "ask");
        Metrics metrics =
                new Metrics(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), 0, 0, 0, 0, Map.of());
        jobs.complete(coach.id(), claim(coach.id()), new Coaching(List.of(moment), metrics, List.of()), List.of());
    }
}
