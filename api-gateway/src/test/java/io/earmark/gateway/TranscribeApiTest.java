package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earmark.call.Transcript;
import io.earmark.job.JobId;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TranscribeApiTest extends GatewayServer {

    private static final String STEREO = "5-call-price-stereo.wav";

    private long blobsBefore;

    @BeforeEach
    void count() throws Exception {
        blobsBefore = blobFiles();
    }

    /** Whatever a test does: a blob has a call, a call has a job. */
    @AfterEach
    void every_blob_is_a_calls() throws Exception {
        assertThat(rows("job")).isEqualTo(rows("call"));
        assertThat(blobFiles() - blobsBefore).isEqualTo(rows("call"));
    }

    @Test
    void a_recording_is_taken_in_probed_and_queued() throws Exception {
        String metadata = """
                {"agent":"Sarah","customer":"Acme","startedAt":"2026-03-02T09:00:00+01:00","tags":["q1"],
                 "channels":{"left":"agent","right":"customer"},"crmId":42}
                """;
        HttpResponse<byte[]> response =
                upload(new Multipart().with("metadata", metadata).with("audio", "x.txt", sample(STEREO)));

        assertThat(response.statusCode()).isEqualTo(202);
        JsonNode job = body(response).path("job");
        JsonNode call = body(response).path("call");
        assertThat(response.headers().firstValue("Location"))
                .hasValue("/jobs/" + job.path("id").asString());
        assertThat(job.path("kind").asString()).isEqualTo("TRANSCRIBE");
        assertThat(job.path("state").asString()).isEqualTo("QUEUED");
        assertThat(job.path("callId")).isEqualTo(call.path("id"));
        assertThat(call.path("channels").asInt()).isEqualTo(2);
        assertThat(call.path("durationSeconds").asDouble()).isBetween(39.0, 39.1);
        assertThat(call.path("metadata").path("startedAt").asString()).isEqualTo("2026-03-02T08:00:00Z");
        assertThat(call.path("metadata").path("extra").path("crmId").asInt()).isEqualTo(42);
    }

    @Test
    void the_parts_may_come_in_any_order_and_others_are_passed_over() throws Exception {
        Multipart body = new Multipart()
                .with("note", "hello")
                .with("audio", "call.wav", sample("1-greeting.wav"))
                .with("metadata", "{\"agent\":\"Sarah\"}");
        HttpResponse<byte[]> response = upload(body);
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(body(response).path("call").path("metadata").path("agent").asString())
                .isEqualTo("Sarah");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "7",
                "{\"agent\":",
                "{\"agent\":5}",
                "{\"startedAt\":\"yesterday\"}",
                "{\"tags\":\"a\"}",
                "{\"channels\":[1]}",
                "{\"channels\":{\"top\":\"agent\"}}",
                "{\"vocabulary\":\"HubSpot\"}",
                "{\"vocabulary\":[5]}",
                "{\"vocabulary\":[\"<b>\"]}",
                "{\"vocabulary\":[\"x\"]}",
                "{\"language\":\"english!\"}",
                "{\"language\":7}",
                "{\"agent\":\"\\u0000\"}",
                "{\"x\":{\"y\":[\"\\ud800\"]}}"
            })
    void metadata_that_cannot_be_read_is_refused(String metadata) throws Exception {
        HttpResponse<byte[]> response =
                upload(Multipart.of(sample("1-greeting.wav")).with("metadata", metadata));
        assertThat(assertProblem(response, 400, "request-invalid"))
                .contains("metadata")
                .doesNotContain("java.");
    }

    @Test
    void what_is_no_upload_is_refused_with_what_to_send() throws Exception {
        assertProblem(post("/transcribe", "{}"), 400, "request-invalid");
        assertProblem(
                send(to("/transcribe")
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString("x"))),
                415,
                "not-multipart");
        assertThat(assertProblem(upload(new Multipart().with("sound", "x")), 400, "request-invalid"))
                .contains("'audio'");
        Multipart twice = Multipart.of(sample("1-greeting.wav")).with("audio", "b.wav", sample("1-greeting.wav"));
        assertProblem(upload(twice), 400, "request-invalid");
    }

    @Test
    void what_is_no_audio_is_refused_before_anything_is_queued() throws Exception {
        assertProblem(upload(Multipart.of(new byte[0])), 422, "audio-empty");
        byte[] playlist = "#EXTM3U\n#EXTINF:5,\nhttp://127.0.0.1:1/a.ts\n".getBytes(StandardCharsets.UTF_8);
        assertProblem(upload(Multipart.of(playlist)), 422, "audio-unreadable");
        byte[] headOnly = Arrays.copyOf(sample("1-greeting.wav"), 44);
        assertProblem(upload(Multipart.of(headOnly)), 422, "audio-unreadable");
    }

    @Test
    void a_recording_over_a_limit_is_refused() throws Exception {
        assertProblem(upload(Multipart.of(silence(41, 1))), 422, "audio-too-long");
        assertProblem(upload(Multipart.of(silence(1, 9))), 422, "audio-too-many-channels");
        assertThat(assertProblem(upload(Multipart.of(new byte[4_400_000])), 413, "upload-too-large"))
                .contains("4194304");
        assertProblem(upload(Multipart.of(new byte[6_000_000])), 413, "upload-too-large");
    }

    @Test
    void an_upload_that_is_cut_off_leaves_nothing() throws Exception {
        Multipart body = Multipart.of(sample(STEREO));
        byte[] part = Arrays.copyOf(body.unfinished(), 400_000);
        try (Socket socket = new Socket("localhost", port)) {
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.writeBytes(("POST /transcribe HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key
                            + "\r\nContent-Type: " + body.contentType() + "\r\nContent-Length: 5000000\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            request.writeBytes(part);
            socket.getOutputStream().write(request.toByteArray());
            socket.getOutputStream().flush();
            await("the upload to have begun").until(() -> blobFiles() > blobsBefore);
        }
        await("the upload to be cleared away").until(() -> blobFiles() == blobsBefore);

        HttpRequest.Builder unclosed = to("/transcribe")
                .header("Content-Type", body.contentType())
                .POST(HttpRequest.BodyPublishers.ofByteArray(part));
        assertProblem(send(unclosed), 400, "request-invalid");
    }

    @Test
    void a_client_that_prefers_to_wait_is_answered_when_the_job_ends() throws Exception {
        Multipart body = Multipart.of(sample("1-greeting.wav"));
        HttpRequest request = to("/transcribe")
                .headers("Content-Type", body.contentType(), "Prefer", "respond-async, wait=30")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.bytes()))
                .build();
        CompletableFuture<HttpResponse<byte[]>> reply =
                http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        await().until(() -> rows("job") == 1);
        JobId id = jobs.page(tenant, null, null, null, null, 1).get(0).id();
        assertThat(reply).isNotDone();
        Transcript transcript = new Transcript(3, "en-US", new Transcript.Engine("a", "b", "c"), List.of(), List.of());
        jobs.complete(id, claim(id), transcript, List.of());

        HttpResponse<byte[]> response = reply.get();
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().firstValue("Preference-Applied")).hasValue("respond-async, wait=30");
        assertThat(body(response).path("job").path("state").asString()).isEqualTo("SUCCEEDED");
        jdbc.sql("delete from job where kind = 'COACH' and tenant = :tenant")
                .param("tenant", tenant)
                .update();
    }

    @Test
    void patience_ends_with_the_job_as_it_is() throws Exception {
        long start = System.nanoTime();
        HttpResponse<byte[]> response = upload(Multipart.of(sample("1-greeting.wav")), "Prefer", "wait=1");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
        assertThat(body(response).path("job").path("state").asString()).isEqualTo("QUEUED");
    }

    /** A WAV of 8-bit samples at 8 kHz. */
    private static byte[] silence(int seconds, int channels) {
        int bytes = seconds * 8_000 * channels;
        ByteBuffer wav = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1).putShort((short) channels).putInt(8_000).putInt(8_000 * channels);
        wav.putShort((short) channels).putShort((short) 8);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
        return wav.array();
    }
}
