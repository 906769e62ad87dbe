package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earmark.blob.BlobRef;
import io.earmark.call.SpokenAudio;
import io.earmark.gateway.EventReader.Event;
import io.earmark.job.Failure;
import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Many streams at a server that has eight threads for requests; clients that stall are given up after five seconds. */
@TestPropertySource(
        properties = {
            "server.tomcat.threads.max=8",
            "server.tomcat.threads.min-spare=2",
            "server.tomcat.connection-timeout=5s",
            "spring.threads.virtual.enabled=false",
            "earmark.waiting.look=50ms",
            "earmark.waiting.heartbeat=100ms",
            "earmark.waiting.streams-per-tenant=300",
        })
class EventsApiTest extends GatewayServer {

    private static final int MOST = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(50);

    @Autowired
    MeterRegistry meters;

    @Autowired
    Clock clock;

    @AfterEach
    void every_stream_is_closed() {
        await("streams to be closed").atMost(PATIENCE).until(() -> open() == 0 && waiting() == 0);
    }

    @Test
    void a_job_is_followed_from_the_queue_to_its_end() throws Exception {
        JobId id = queued();
        HttpResponse<InputStream> response = follow(id, null);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream;charset=UTF-8");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        try (EventReader events = new EventReader(response.body())) {
            assertEvent(events, "state", "QUEUED", 0);
            long token = claim(id);
            assertEvent(events, "state", "RUNNING", 0);
            jobs.keep(id, token, LEASE, 0.4, "speaking");
            Event progress = assertEvent(events, "progress", "RUNNING", 0.4);
            assertThat(json.readTree(progress.data()).path("stage").asString()).isEqualTo("speaking");
            jobs.fail(id, token, new Failure("crash", "It crashed", "The engine crashed."), false);
            assertEvent(events, "state", "RETRYING", 0);
            jobs.reschedule(tenant, id, null, clock.instant());
            long again = claim(id);
            assertEvent(events, "state", "RUNNING", 0);
            SpokenAudio made = new SpokenAudio(new BlobRef("aa/" + id, "00", 1), "audio/wav", 1.0);
            jobs.complete(id, again, made, List.of());
            Event ended = assertEvent(events, "ended", "SUCCEEDED", 1);
            assertThat(json.readTree(ended.data()).path("links").path("audio").asString())
                    .isEqualTo("/jobs/" + id + "/audio");
            assertThat(events.next()).as("the end").isEmpty();
        }
    }

    @Test
    void who_was_away_is_told_what_he_missed_and_nothing_twice() throws Exception {
        JobId id = queued();
        String known;
        try (EventReader events = new EventReader(follow(id, null).body())) {
            known = assertEvent(events, "state", "QUEUED", 0).id();
        }
        try (EventReader events = new EventReader(follow(id, known).body())) {
            assertThat(events.comments(3)).as("heartbeats, and no event").isTrue();
            jobs.requestCancel(tenant, id);
            Event ended = assertEvent(events, "ended", "CANCELLED", 0);
            HttpResponse<InputStream> again = follow(id, ended.id());
            assertThat(again.statusCode()).as("do not connect again").isEqualTo(204);
        }
        try (EventReader events = new EventReader(follow(id, known).body())) {
            assertEvent(events, "ended", "CANCELLED", 0);
            assertThat(events.next()).isEmpty();
        }
    }

    @Test
    void hundreds_are_told_at_once_and_more_than_may_be_are_refused() throws Exception {
        JobId id = queued();
        List<CompletableFuture<HttpResponse<String>>> streams = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            streams.add(http.sendAsync(events(id, null), HttpResponse.BodyHandlers.ofString()));
        }
        await("all to follow").atMost(PATIENCE).until(() -> waiting() == MOST);
        assertThat(open()).isEqualTo(MOST);
        HttpResponse<byte[]> refused = send(to("/jobs/" + id + "/events"));
        assertThat(assertProblem(refused, 429, "too-many-streams")).contains("300 of yours");
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("30");
        assertThat(get("/jobs/" + id).statusCode()).as("other requests go on").isEqualTo(200);

        jobs.requestCancel(tenant, id);
        for (CompletableFuture<HttpResponse<String>> stream : streams) {
            assertThat(stream.get().body()).contains("event: state\n", "event: ended\n", "\"state\":\"CANCELLED\"");
        }
    }

    @Test
    void a_client_that_went_away_is_noticed_by_the_heartbeat() throws Exception {
        JobId id = queued();
        try (Socket socket = connected(id, 65_536)) {
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            await().atMost(PATIENCE).until(() -> open() == 1);
        }
    }

    /** Its connection is full after a while, and stays so; the other client is none the slower for it. */
    @Test
    void a_client_that_does_not_read_is_given_up_and_keeps_nobody_waiting() throws Exception {
        JobId id = queued();
        String longStage = "x".repeat(200_000);
        try (Socket stalled = connected(id, 1_024);
                EventReader events = new EventReader(follow(id, null).body())) {
            assertEvent(events, "state", "QUEUED", 0);
            await().atMost(PATIENCE).until(() -> open() == 2);
            long token = claim(id);
            assertEvent(events, "state", "RUNNING", 0);
            double progress = 0;
            while (open() == 2) {
                assertThat(progress).as("given up before so much was sent").isLessThan(0.9);
                progress += 0.0001;
                jobs.keep(id, token, LEASE, progress, longStage);
                assertEvent(events, "progress", "RUNNING", progress);
            }
            assertThat(stalled.isClosed()).isFalse();
        }
    }

    @Test
    void a_job_that_is_removed_ends_its_events() throws Exception {
        JobId id = queued();
        try (EventReader events = new EventReader(follow(id, null).body())) {
            assertEvent(events, "state", "QUEUED", 0);
            jdbc.sql("delete from job where id = :id").param("id", id.value()).update();
            assertThat(events.next().orElseThrow().name()).isEqualTo("gone");
            assertThat(events.next()).isEmpty();
        }
    }

    @Test
    void anothers_job_is_unknown() throws Exception {
        JobId id = queued();
        key = keys.create("rival-of-" + tenant, "test");
        HttpRequest.Builder request = to("/jobs/" + id + "/events").header("Accept", "text/event-stream");
        assertProblem(send(request), 404, "job-unknown");
    }

    private Event assertEvent(EventReader events, String name, String state, double progress) throws Exception {
        Event event = events.next().orElseThrow();
        assertThat(event.name()).isEqualTo(name);
        assertThat(event.id()).isNotEmpty();
        assertThat(json.readTree(event.data()).path("state").asString()).isEqualTo(state);
        assertThat(json.readTree(event.data()).path("progress").asDouble()).isEqualTo(progress);
        return event;
    }

    private HttpResponse<InputStream> follow(JobId id, @Nullable String lastSeen) throws Exception {
        return http.send(events(id, lastSeen), HttpResponse.BodyHandlers.ofInputStream());
    }

    private HttpRequest events(JobId id, @Nullable String lastSeen) {
        HttpRequest.Builder request = to("/jobs/" + id + "/events").header("Accept", "text/event-stream");
        return (lastSeen == null ? request : request.header("Last-Event-ID", lastSeen)).build();
    }

    private Socket connected(JobId id, int receiveBuffer) throws Exception {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(receiveBuffer);
        socket.connect(new InetSocketAddress("localhost", port));
        socket.getOutputStream()
                .write(("GET /jobs/" + id + "/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private double open() {
        return meters.get("earmark.event.streams").gauge().value();
    }

    private double waiting() {
        return meters.get("earmark.waiting.clients").tag("for", "jobs").gauge().value();
    }

    private JobId queued() {
        Job job = Job.queued(JobKind.SPEAK, tenant, null, "{}", 3, clock.instant());
        jobs.enqueue(job);
        return job.id();
    }
}
