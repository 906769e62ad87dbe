package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earmark.gateway.EventReader.Event;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

@TestPropertySource(properties = {"earmark.batches.poll=50ms", "earmark.waiting.heartbeat=100ms"})
class BatchEventsApiTest extends BatchServer {

    private static final int MANY = 100;

    @Autowired
    MeterRegistry meters;

    @AfterEach
    void every_stream_is_closed() {
        await("streams to be closed").atMost(PATIENCE).until(() -> following() == 0);
    }

    @Test
    void a_batch_is_followed_from_its_uploads_to_its_end() throws Exception {
        String batch = accepted(post("/batches", "{\"items\":[{},{\"url\":\"ftp://nowhere\"}]}"));
        HttpResponse<InputStream> response = follow(batch, null);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream;charset=UTF-8");
        try (EventReader events = new EventReader(response.body())) {
            Event first = events.next().orElseThrow();
            assertThat(first.name()).isEqualTo("state");
            assertThat(data(first).path("counts").path("AWAITING_UPLOAD").asInt())
                    .isEqualTo(1);
            assertThat(data(first).path("progress").asDouble()).isEqualTo(0.5);

            put(batch + "/items/1/audio", sample(GREETING));
            Event begun =
                    until(events, at -> at.path("counts").path("PROCESSING").asInt() == 1);
            assertThat(begun.name()).isEqualTo("progress");

            work(item(batch, 1));
            Event ended = until(events, at -> at.path("state").asString().equals("COMPLETED"));
            assertThat(ended.name()).isEqualTo("ended");
            assertThat(data(ended).path("counts").path("SUCCEEDED").asInt()).isEqualTo(1);
            assertThat(data(ended).path("progress").asDouble()).isEqualTo(1);
            assertThat(events.next()).as("the end").isEmpty();
            assertThat(follow(batch, ended.id()).statusCode())
                    .as("do not connect again")
                    .isEqualTo(204);
        }
    }

    @Test
    void who_was_away_is_told_what_he_missed_and_nothing_twice() throws Exception {
        String batch = accepted(post("/batches", "{\"items\":[{},{}]}"));
        String known;
        try (EventReader events = new EventReader(follow(batch, null).body())) {
            known = events.next().orElseThrow().id();
        }
        try (EventReader events = new EventReader(follow(batch, known).body())) {
            assertThat(events.comments(3)).as("heartbeats, and no event").isTrue();
        }
        delete(batch);
        awaitState(batch, "CANCELLED");
        try (EventReader events = new EventReader(follow(batch, known).body())) {
            Event missed = events.next().orElseThrow();
            assertThat(missed.name()).isEqualTo("ended");
            assertThat(data(missed).path("state").asString()).isEqualTo("CANCELLED");
            assertThat(events.next()).isEmpty();
        }
    }

    @Test
    void all_who_follow_are_told() throws Exception {
        String batch = accepted(post("/batches", "{\"items\":[{}]}"));
        List<CompletableFuture<HttpResponse<String>>> streams = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            streams.add(http.sendAsync(events(batch, null), HttpResponse.BodyHandlers.ofString()));
        }
        await("all to follow").atMost(PATIENCE).until(() -> following() == MANY);
        delete(batch);
        for (CompletableFuture<HttpResponse<String>> stream : streams) {
            assertThat(stream.get().body()).contains("event: state\n", "event: ended\n", "\"state\":\"CANCELLED\"");
        }
    }

    @Test
    void a_batch_that_is_removed_ends_its_events() throws Exception {
        String batch = accepted(post("/batches", "{\"items\":[{}]}"));
        try (EventReader events = new EventReader(follow(batch, null).body())) {
            assertThat(events.next().orElseThrow().name()).isEqualTo("state");
            jdbc.sql("delete from batch where id = :id")
                    .param("id", UUID.fromString(batch.substring("/batches/".length())))
                    .update();
            assertThat(events.next().orElseThrow().name()).isEqualTo("gone");
            assertThat(events.next()).isEmpty();
        }
    }

    private Event until(EventReader events, Predicate<JsonNode> wanted) throws Exception {
        while (true) {
            Event event = events.next().orElseThrow();
            if (wanted.test(data(event))) {
                return event;
            }
        }
    }

    private JsonNode data(Event event) {
        return json.readTree(event.data());
    }

    private HttpResponse<InputStream> follow(String batch, @Nullable String lastSeen) throws Exception {
        return http.send(events(batch, lastSeen), HttpResponse.BodyHandlers.ofInputStream());
    }

    private HttpRequest events(String batch, @Nullable String lastSeen) {
        HttpRequest.Builder request = to(batch + "/events").header("Accept", "text/event-stream");
        return (lastSeen == null ? request : request.header("Last-Event-ID", lastSeen)).build();
    }

    private double following() {
        return meters.get("earmark.waiting.clients")
                .tag("for", "batches")
                .gauge()
                .value();
    }
}
