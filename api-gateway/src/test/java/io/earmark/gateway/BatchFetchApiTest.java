package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Recordings that are fetched from a real server. */
class BatchFetchApiTest extends BatchServer {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private long blobsBefore;

    BatchFetchApiTest() throws IOException {}

    @BeforeEach
    void serve() throws Exception {
        blobsBefore = blobFiles();
        server.setExecutor(threads);
        byte[] audio = sample(GREETING);
        context("/call%20one.wav", exchange -> answer(exchange, 200, audio));
        context("/moved", exchange -> redirect(exchange, "call%20one.wav"));
        context("/round", exchange -> redirect(exchange, "/round"));
        context("/inside", exchange -> redirect(exchange, "http://10.0.0.1/secret"));
        context("/file", exchange -> redirect(exchange, "file:///etc/passwd"));
        context("/gone", exchange -> answer(exchange, 404, new byte[0]));
        context("/noise", exchange -> answer(exchange, 200, new byte[1000]));
        context("/empty", exchange -> answer(exchange, 200, new byte[0]));
        context("/large", exchange -> answer(exchange, 200, new byte[5_000_000]));
        context("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] chunk = new byte[100_000];
            while (end.getCount() > 0) {
                exchange.getResponseBody().write(chunk);
            }
        });
        context("/flaky", exchange -> {
            if (asked.incrementAndGet() == 1) {
                answer(exchange, 503, new byte[0]);
            } else {
                answer(exchange, 200, audio);
            }
        });
        context("/hangs", exchange -> {
            asked.incrementAndGet();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    private void context(String path, HttpHandler handler) {
        server.createContext(path.replace("%20", " "), handler);
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().add("Location", to);
        answer(exchange, 302, new byte[0]);
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    @Test
    void recordings_are_fetched_and_each_that_cannot_be_says_why() throws Exception {
        String batch = accepted(csv("url,sha256\n"
                + url("/call%20one.wav") + ",\n"
                + url("/moved") + ",\n"
                + url("/round") + ",\n"
                + url("/inside") + ",\n"
                + url("/file") + ",\n"
                + url("/gone") + ",\n"
                + url("/noise") + ",\n"
                + url("/empty") + ",\n"
                + url("/large") + ",\n"
                + url("/endless") + ",\n"
                + url("/moved") + "," + "0".repeat(64) + "\n"
                + "http://10.0.0.1/call.wav,\n"));
        JsonNode first = awaitItem(batch, 1, "PROCESSING");
        assertThat(first.path("fileName").asString()).isEqualTo("call one.wav");
        assertThat(first.path("sha256").asString()).hasSize(64);
        awaitItem(batch, 2, "PROCESSING");
        assertFailed(batch, 3, "fetch-failed", "redirects");
        assertFailed(batch, 4, "fetch-failed", "10.0.0.1");
        assertFailed(batch, 5, "fetch-failed", "URL");
        assertFailed(batch, 6, "fetch-failed", "404");
        assertFailed(batch, 7, "audio-unreadable", "");
        assertFailed(batch, 8, "audio-empty", "");
        assertFailed(batch, 9, "upload-too-large", "4194304");
        assertFailed(batch, 10, "upload-too-large", "4194304");
        assertFailed(batch, 11, "digest-mismatch", "");
        assertFailed(batch, 12, "url-refused", "10.0.0.1");
        assertThat(rows("call")).isEqualTo(2);
        assertThat(blobFiles() - blobsBefore).isEqualTo(2);
    }

    private void assertFailed(String batch, int number, String type, String named) {
        JsonNode error = awaitItem(batch, number, "FAILED").path("error");
        assertThat(error.path("type").asString()).isEqualTo("urn:earmark:problem:" + type);
        assertThat(error.path("detail").asString()).contains(named);
    }

    @Test
    void a_server_that_is_away_is_asked_again() throws Exception {
        String batch = accepted(post("/batches", "[{\"url\":\"" + url("/flaky") + "\"}]"));
        await().atMost(PATIENCE)
                .until(() ->
                        item(batch, 1).path("error").path("detail").asString("").contains("503"));
        assertThat(item(batch, 1).path("state").asString()).isEqualTo("WAITING");
        assertThat(awaitItem(batch, 1, "PROCESSING").has("error")).isFalse();
        assertThat(asked).hasValue(2);
    }

    @Test
    void an_item_that_is_just_being_fetched_is_cancelled_at_once() throws Exception {
        String batch = accepted(post("/batches", "[{\"url\":\"" + url("/hangs") + "\"}]"));
        await().atMost(PATIENCE).until(() -> asked.get() == 1);
        assertThat(delete(batch).statusCode()).isEqualTo(200);
        assertThat(body(get(batch)).path("state").asString()).isEqualTo("CANCELLED");
        assertThat(rows("call")).isZero();
    }

    @Test
    void downloads_that_hang_let_uploads_pass() throws Exception {
        StringBuilder hanging = new StringBuilder("url\n");
        for (int i = 0; i < 10; i++) {
            hanging.append(url("/hangs")).append('\n');
        }
        String slow = accepted(csv(hanging.toString()));
        await().atMost(PATIENCE).until(() -> asked.get() >= 8);
        String batch = accepted(batch(new Multipart().with("audio", "a.wav", sample(GREETING))));
        awaitItem(batch, 1, "PROCESSING");
        delete(slow);
    }

    @Test
    void a_single_recording_is_fetched_before_the_answer() throws Exception {
        String asked = "{\"url\":\"" + url("/moved") + "\",\"metadata\":{\"agent\":\"Sarah\"}}";
        HttpResponse<byte[]> response = post("/transcribe", asked, "Idempotency-Key", "fetched-once");
        assertThat(response.statusCode()).isEqualTo(202);
        JsonNode call = body(response).path("call");
        assertThat(call.path("metadata").path("agent").asString()).isEqualTo("Sarah");
        assertThat(call.path("durationSeconds").asDouble()).isPositive();
        stop();
        assertThat(post("/transcribe", asked, "Idempotency-Key", "fetched-once").body())
                .as("without being fetched again")
                .isEqualTo(response.body());
    }

    @Test
    void a_single_recording_that_cannot_be_fetched_leaves_nothing() throws Exception {
        assertThat(assertProblem(transcribe("/gone"), 422, "fetch-failed")).contains("404");
        assertThat(assertProblem(transcribe("/inside"), 422, "fetch-failed")).contains("10.0.0.1");
        assertProblem(transcribe("/noise"), 422, "audio-unreadable");
        assertProblem(transcribe("/endless"), 413, "upload-too-large");
        assertProblem(transcribe("/hangs"), 502, "fetch-failed");
        assertThat(assertProblem(announced("\"" + "0".repeat(64) + "\""), 422, "digest-mismatch"))
                .contains("field sha256", "0".repeat(64));
        assertThat(assertProblem(announced("42"), 400, "request-invalid")).contains("sha256 must be a string");
        assertProblem(post("/transcribe", "{\"uri\":\"x\"}"), 400, "request-invalid");
        assertProblem(post("/transcribe", "{\"url\":"), 400, "request-invalid");
        assertThat(rows("call")).isZero();
        assertThat(blobFiles()).isEqualTo(blobsBefore);
    }

    @Test
    void a_single_recording_that_is_the_one_announced_is_accepted() throws Exception {
        String sha256 = body(transcribe("/moved")).path("call").path("sha256").asString();
        assertThat(announced("\"" + sha256 + "\"").statusCode()).isEqualTo(202);
    }

    private HttpResponse<byte[]> announced(String sha256) throws Exception {
        return post("/transcribe", "{\"url\":\"" + url("/moved") + "\",\"sha256\":" + sha256 + "}");
    }

    private HttpResponse<byte[]> transcribe(String path) throws Exception {
        return post("/transcribe", "{\"url\":\"" + url(path) + "\"}");
    }
}
