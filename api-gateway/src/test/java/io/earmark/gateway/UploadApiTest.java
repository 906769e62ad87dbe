package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earmark.TcpProxy;
import io.earmark.call.CallId;
import io.tus.java.client.ProtocolException;
import io.tus.java.client.TusClient;
import io.tus.java.client.TusURLMemoryStore;
import io.tus.java.client.TusUpload;
import io.tus.java.client.TusUploader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Recordings in pieces: by the client that the makers of tus keep, and by hand where lines break. */
@TestPropertySource(
        properties = {"earmark.upload.part=64KB", "earmark.upload.unfinished=3", "earmark.upload.sweep=100ms"})
class UploadApiTest extends GatewayServer {

    private static final int PART = 64 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Autowired
    Environment environment;

    private byte[] audio = {};
    private long blobsBefore;

    @BeforeEach
    void read() throws Exception {
        audio = sample("5-call-price-stereo.wav");
        blobsBefore = blobFiles();
    }

    /** Whatever a test does: a blob is a call's or a part's. */
    @AfterEach
    void nothing_is_left_behind() {
        await("blobs of calls and parts, and no others").atMost(PATIENCE).until(() -> {
            long parts = jdbc.sql("""
                            select count(*) from upload_part join upload on upload.id = upload_id where tenant = :tenant
                            """).param("tenant", tenant).query(Long.class).single();
            return blobFiles() - blobsBefore == rows("call") + parts;
        });
    }

    @Test
    void a_tus_client_sends_a_recording_that_becomes_a_call() throws Exception {
        TusUploader uploader = client(port).createUpload(upload("{\"agent\":\"Sarah\"}"));
        sendAll(uploader);
        HttpResponse<byte[]> whole = head(uploader.getUploadURL().getPath());
        assertThat(whole.headers().firstValue("Upload-Offset")).hasValue(Integer.toString(audio.length));
        assertAccepted(uploader.getUploadURL().getPath());
    }

    @Test
    void a_line_that_breaks_again_and_again_costs_little() throws Exception {
        TusClient client;
        int cuts = 0;
        int failures = 0;
        try (TcpProxy line = new TcpProxy(port)) {
            client = client(line.port());
            client.enableResuming(new TusURLMemoryStore());
            boolean done = false;
            while (!done) {
                try {
                    TusUploader uploader = client.resumeOrCreateUpload(upload("{\"agent\":\"Sarah\"}"));
                    uploader.setChunkSize(20_000);
                    uploader.setRequestPayloadSize(900_000);
                    long end = cuts < 4 ? uploader.getOffset() + 500_000 : audio.length;
                    while (uploader.getOffset() < end && uploader.uploadChunk() > 0) {}
                    if (uploader.getOffset() < audio.length) {
                        cuts++;
                        line.cut();
                        line.mend();
                    }
                    uploader.finish();
                    done = true;
                } catch (IOException | ProtocolException cut) {
                    assertThat(++failures).as(cut.toString()).isLessThan(50);
                }
            }
        }
        assertThat(cuts).isGreaterThanOrEqualTo(4);
        assertAccepted("/uploads/"
                + jdbc.sql("select id from upload where tenant = :tenant")
                        .param("tenant", tenant)
                        .query(String.class)
                        .single());
    }

    @Test
    void what_arrived_is_counted_while_the_rest_is_on_its_way_and_kept_when_the_line_breaks() throws Exception {
        String upload = created(audio.length);
        try (Socket line = patching(upload, 0, audio.length)) {
            line.getOutputStream().write(audio, 0, 3 * PART + 1_000);
            line.getOutputStream().flush();
            await("whole parts").atMost(PATIENCE).until(() -> offset(upload) == 3 * PART);
        }
        await("what came after them").atMost(PATIENCE).until(() -> offset(upload) == 3 * PART + 1_000);
        assertThat(patch(upload, offset(upload), rest(offset(upload))).statusCode())
                .isEqualTo(204);
        assertAccepted(upload);
    }

    /** Its client has given it up, and the gateway does not know: it holds nobody up, and does no harm. */
    @Test
    void a_newer_request_takes_over_from_one_that_is_stuck() throws Exception {
        String upload = created(audio.length);
        try (Socket stuck = patching(upload, 0, audio.length)) {
            stuck.getOutputStream().write(audio, 0, 2 * PART + 500);
            stuck.getOutputStream().flush();
            await("whole parts").atMost(PATIENCE).until(() -> offset(upload) == 2 * PART);
            assertThat(patch(upload, 2 * PART, Arrays.copyOfRange(audio, 2 * PART, 3 * PART))
                            .statusCode())
                    .isEqualTo(204);
            stuck.getOutputStream().write(new byte[2 * PART]);
            stuck.getOutputStream().flush();
            byte[] answer = stuck.getInputStream().readNBytes(12);
            assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 409");
        }
        assertThat(offset(upload)).isEqualTo(3 * PART);
        assertThat(patch(upload, 3 * PART, rest(3 * PART)).statusCode()).isEqualTo(204);
        assertAccepted(upload);
    }

    @Test
    void any_gateway_goes_on_where_another_one_ended() throws Exception {
        String upload = created(audio.length);
        assertThat(patch(upload, 0, Arrays.copyOf(audio, 1_000_000)).statusCode())
                .isEqualTo(204);
        int mine = port;
        try (ConfigurableApplicationContext other = anotherGateway()) {
            port = Integer.parseInt(other.getEnvironment().getRequiredProperty("local.server.port"));
            assertThat(offset(upload)).isEqualTo(1_000_000);
            assertThat(patch(upload, 1_000_000, Arrays.copyOfRange(audio, 1_000_000, 2_000_000))
                            .statusCode())
                    .isEqualTo(204);
            port = mine;
        }
        assertThat(patch(upload, 2_000_000, rest(2_000_000)).statusCode()).isEqualTo(204);
        assertAccepted(upload);
    }

    @Test
    void a_checksum_is_held_against_what_came_and_nothing_counts_that_does_not_fit() throws Exception {
        String upload = created(audio.length);
        byte[] first = Arrays.copyOf(audio, 2 * PART + 7);
        String right = "sha1 " + base64(MessageDigest.getInstance("SHA-1").digest(first));
        byte[] wrong = first.clone();
        wrong[5] ^= 1;
        assertProblem(patch(upload, 0, wrong, "Upload-Checksum", right), 460, "checksum-mismatch");
        assertThat(offset(upload)).isZero();
        assertProblem(patch(upload, 0, first, "Upload-Checksum", "crc32 AAAA"), 400, "request-invalid");
        assertThat(patch(upload, 0, first, "Upload-Checksum", right).statusCode())
                .isEqualTo(204);
        assertThat(offset(upload)).isEqualTo(first.length);
        byte[] last = rest(first.length);
        String sha256 = "sha256 " + base64(MessageDigest.getInstance("SHA-256").digest(last));
        assertThat(patch(upload, first.length, last, "Upload-Checksum", sha256).statusCode())
                .isEqualTo(204);
        assertAccepted(upload);
    }

    @Test
    void the_first_bytes_may_come_with_the_creation() throws Exception {
        HttpResponse<byte[]> whole = send(to("/uploads")
                .headers("Tus-Resumable", "1.0.0", "Upload-Length", "" + audio.length)
                .headers("Upload-Metadata", metadata("{\"agent\":\"Sarah\"}"))
                .header("Content-Type", "application/offset+octet-stream")
                .POST(BodyPublishers.ofByteArray(audio)));
        assertThat(whole.statusCode()).isEqualTo(201);
        assertThat(whole.headers().firstValue("Upload-Offset")).hasValue("" + audio.length);
        assertAccepted(whole.headers().firstValue("Location").orElseThrow());
    }

    @Test
    void what_is_no_recording_or_not_the_one_announced_is_refused_with_its_last_bytes_and_gone() throws Exception {
        String text = created(3 * PART);
        assertThat(patch(text, 0, new byte[PART]).statusCode()).isEqualTo(204);
        assertProblem(patch(text, PART, new byte[2 * PART]), 422, "audio-unreadable");
        assertProblem(get(text), 404, "upload-unknown");

        byte[] other = audio.clone();
        other[100_000] ^= 1;
        String changed = created(audio.length, metadata("{}"));
        assertProblem(patch(changed, 0, other), 422, "digest-mismatch");
        assertProblem(get(changed), 404, "upload-unknown");
        assertThat(rows("call")).isZero();
    }

    @Test
    void requests_that_are_not_of_the_protocol_are_refused_with_what_would_be() throws Exception {
        String upload = created(1_000);
        HttpResponse<byte[]> elsewhere = patch(upload, 7, new byte[10]);
        assertThat(assertProblem(elsewhere, 409, "upload-offset-mismatch")).contains("0 bytes are there");
        assertThat(elsewhere.headers().firstValue("Upload-Offset")).hasValue("0");
        assertThat(elsewhere.headers().firstValue("Tus-Resumable")).hasValue("1.0.0");
        assertProblem(patch(upload, 0, new byte[1_001]), 413, "upload-too-large");
        HttpRequest.Builder chunked = to(upload)
                .headers("Upload-Offset", "0", "Content-Type", "application/offset+octet-stream")
                .method("PATCH", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[1_001])));
        assertProblem(send(chunked), 413, "upload-too-large");
        HttpRequest.Builder json = to(upload)
                .headers("Upload-Offset", "0", "Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{}"));
        assertProblem(send(json), 415, "not-bytes");
        HttpRequest.Builder nonsense = to(upload)
                .headers("Upload-Offset", "0", "Content-Type", "non/sen/se")
                .method("PATCH", BodyPublishers.ofString("{}"));
        assertProblem(send(nonsense), 415, "not-bytes");
        HttpRequest.Builder old = to(upload).header("Tus-Resumable", "0.2.2");
        HttpResponse<byte[]> unknown = send(old);
        assertProblem(unknown, 412, "tus-version-unknown");
        assertThat(unknown.headers().firstValue("Tus-Version")).hasValue("1.0.0");
        assertProblem(post(upload, ""), 400, "request-invalid");
        assertThat(offset(upload)).isZero();

        HttpResponse<byte[]> options = send(to("/uploads").method("OPTIONS", BodyPublishers.noBody()));
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.headers().firstValue("Tus-Extension").orElseThrow()).contains("creation", "checksum");
        assertThat(options.headers().firstValue("Tus-Max-Size")).hasValue("4194304");
    }

    @Test
    void an_upload_is_refused_before_its_bytes_if_it_cannot_be_taken() throws Exception {
        assertProblem(create("5000000", ""), 413, "upload-too-large");
        assertProblem(create("0", ""), 422, "audio-empty");
        assertProblem(create("many", ""), 400, "request-invalid");
        assertProblem(
                send(to("/uploads?priority=11").header("Upload-Length", "5").POST(BodyPublishers.noBody())),
                400,
                "request-invalid");
        for (int i = 0; i < 3; i++) {
            created(1_000);
        }
        assertThat(assertProblem(create("1000", ""), 429, "too-many-uploads")).startsWith("3 are");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "filename",
                "filename not-base64!",
                "a YQ==,a YQ==",
                ",",
                "metadata YQ==",
                "sha256 YQ==",
                "filename AA=="
            })
    void metadata_that_cannot_be_read_is_refused(String metadata) throws Exception {
        HttpResponse<byte[]> answer = create("1000", metadata);
        if (metadata.equals("filename")) {
            assertThat(answer.statusCode()).as("a key alone is allowed").isEqualTo(201);
        } else {
            assertProblem(answer, 400, "request-invalid");
        }
    }

    @Test
    void a_client_may_end_its_upload() throws Exception {
        String upload = created(audio.length);
        patch(upload, 0, Arrays.copyOf(audio, 3 * PART));
        assertThat(delete(upload).statusCode()).isEqualTo(204);
        assertThat(rows("upload")).isZero();
        assertProblem(patch(upload, 3 * PART, new byte[1]), 404, "upload-unknown");
        assertProblem(delete(upload), 404, "upload-unknown");
    }

    @Test
    void an_upload_that_nothing_is_added_to_expires() throws Exception {
        String upload = created(audio.length);
        patch(upload, 0, Arrays.copyOf(audio, 3 * PART));
        assertThat(head(upload).headers().firstValue("Upload-Expires").orElseThrow())
                .endsWith("GMT");
        jdbc.sql("update upload set expires_at = now() where tenant = :tenant")
                .param("tenant", tenant)
                .update();
        assertThat(get(upload).statusCode()).isIn(404, 410);
        await("the sweep").atMost(PATIENCE).until(() -> rows("upload") == 0);
    }

    private void assertAccepted(String upload) throws Exception {
        JsonNode view = body(get(upload));
        assertThat(view.path("finished").asBoolean()).isTrue();
        HttpResponse<byte[]> head = head(upload);
        assertThat(head.headers().firstValue("Location"))
                .hasValue(view.path("links").path("job").asString());
        assertThat(body(get(view.path("links").path("job").asString()))
                        .path("state")
                        .asString())
                .isEqualTo("QUEUED");
        JsonNode call = body(get(view.path("links").path("call").asString()));
        assertThat(call.path("sha256").asString()).isEqualTo(HexFormat.of().formatHex(sha256(audio)));
        assertThat(get(view.path("links").path("call").asString() + "/audio").body())
                .isEqualTo(audio);
        assertThat(call.path("metadata").path("agent").asString()).isEqualTo("Sarah");
        assertThat(call.path("metadata").path("fileName").asString()).isEqualTo("call.wav");
        assertThat(calls.find(tenant, CallId.parse(call.path("id").asString()))).isPresent();
        assertThat(rows("job")).isEqualTo(1);
        assertThat(patch(upload, audio.length, new byte[0]).statusCode())
                .as("its last answer was lost")
                .isEqualTo(204);
    }

    private TusClient client(int at) throws Exception {
        TusClient client = new TusClient();
        client.setUploadCreationURL(
                URI.create("http://localhost:" + at + "/uploads").toURL());
        client.setHeaders(Map.of("Authorization", "Bearer " + key));
        return client;
    }

    private TusUpload upload(String metadata) throws Exception {
        TusUpload upload = new TusUpload();
        upload.setSize(audio.length);
        upload.setInputStream(new ByteArrayInputStream(audio));
        upload.setFingerprint("the recording");
        Map<String, String> told = new LinkedHashMap<>();
        told.put("filename", "call.wav");
        told.put("metadata", metadata);
        told.put("sha256", HexFormat.of().formatHex(sha256(audio)));
        upload.setMetadata(told);
        return upload;
    }

    private static void sendAll(TusUploader uploader) throws Exception {
        uploader.setChunkSize(50_000);
        uploader.setRequestPayloadSize(700_000);
        while (uploader.uploadChunk() > 0) {}
        uploader.finish();
    }

    private String metadata(String json) throws Exception {
        List<String> pairs = new ArrayList<>();
        pairs.add("filename " + base64("call.wav".getBytes(StandardCharsets.UTF_8)));
        pairs.add("metadata " + base64(json.getBytes(StandardCharsets.UTF_8)));
        pairs.add("sha256 " + base64(HexFormat.of().formatHex(sha256(audio)).getBytes(StandardCharsets.UTF_8)));
        return String.join(",", pairs);
    }

    private HttpResponse<byte[]> create(String length, String metadata) throws Exception {
        HttpRequest.Builder request = to("/uploads")
                .headers("Tus-Resumable", "1.0.0", "Upload-Length", length)
                .POST(BodyPublishers.noBody());
        return send(metadata.isEmpty() ? request : request.header("Upload-Metadata", metadata));
    }

    private String created(int length) throws Exception {
        return created(
                length,
                length == audio.length
                        ? metadata("{\"agent\":\"Sarah\"}")
                        : "filename " + base64("call.wav".getBytes(StandardCharsets.UTF_8)));
    }

    private String created(int length, String metadata) throws Exception {
        HttpResponse<byte[]> answer = create("" + length, metadata);
        assertThat(answer.statusCode()).isEqualTo(201);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private HttpResponse<byte[]> patch(String upload, long offset, byte[] bytes, String... headers) throws Exception {
        HttpRequest.Builder request = to(upload)
                .headers("Tus-Resumable", "1.0.0", "Upload-Offset", "" + offset)
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", BodyPublishers.ofByteArray(bytes));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private HttpResponse<byte[]> head(String upload) throws Exception {
        HttpResponse<byte[]> head =
                send(to(upload).header("Tus-Resumable", "1.0.0").method("HEAD", BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Cache-Control")).hasValue("no-store");
        return head;
    }

    private long offset(String upload) throws Exception {
        return Long.parseLong(head(upload).headers().firstValue("Upload-Offset").orElseThrow());
    }

    private byte[] rest(long from) {
        return Arrays.copyOfRange(audio, (int) from, audio.length);
    }

    /** With its headers sent, and none of its bytes. */
    private Socket patching(String upload, long offset, int length) throws Exception {
        Socket socket = new Socket("localhost", port);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.getOutputStream()
                .write(("PATCH " + upload + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key
                                + "\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: " + offset
                                + "\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: " + length
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** In the same process, on the same database, broker and blobs. */
    private ConfigurableApplicationContext anotherGateway() {
        List<String> settings = new ArrayList<>(List.of("--server.port=0"));
        for (String property : List.of(
                "spring.datasource.url",
                "spring.datasource.username",
                "spring.datasource.password",
                "spring.rabbitmq.addresses",
                "earmark.blobs.directory")) {
            settings.add("--" + property + "=" + environment.getRequiredProperty(property));
        }
        return SpringApplication.run(GatewayApplication.class, settings.toArray(String[]::new));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] sha256(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }
}
