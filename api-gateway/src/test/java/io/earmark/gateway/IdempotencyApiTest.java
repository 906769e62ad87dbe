package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earmark.blob.BlobRef;
import io.earmark.call.SpokenAudio;
import io.earmark.job.JobId;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

class IdempotencyApiTest extends GatewayServer {

    private static final String HELLO = "{\"text\":\"Hello.\"}";

    private final String name = UUID.randomUUID().toString();

    @Autowired
    Environment environment;

    @Test
    void the_first_answer_is_given_again_to_the_letter() throws Exception {
        HttpResponse<byte[]> first = speak(HELLO);
        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        claim(job(first));
        HttpResponse<byte[]> again = speak("{ \"text\": \"Hello.\" }");

        assertThat(again.statusCode()).isEqualTo(first.statusCode()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        assertThat(again.headers().firstValue("Content-Type"))
                .isEqualTo(first.headers().firstValue("Content-Type"))
                .hasValue("application/json");
        assertThat(again.headers().firstValue("Idempotency-Replayed")).hasValue("true");
        assertThat(rows("job")).isEqualTo(1);
    }

    @Test
    void a_recording_that_comes_again_is_not_kept_again() throws Exception {
        byte[] audio = sample("1-greeting.wav");
        HttpResponse<byte[]> first = upload(Multipart.of(audio).with("metadata", "{\"agent\":\"Sarah\"}"));
        long blobs = blobFiles();
        HttpResponse<byte[]> again = upload(
                new Multipart().with("metadata", "{ \"agent\": \"Sarah\" }").with("audio", "call.wav", audio));
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(rows("call")).isEqualTo(1);
        assertThat(blobFiles()).isEqualTo(blobs);
    }

    @Test
    void another_payload_is_refused() throws Exception {
        byte[] audio = sample("1-greeting.wav");
        upload(Multipart.of(audio));
        byte[] other = audio.clone();
        other[audio.length - 1] ^= 1;
        long blobs = blobFiles();
        assertProblem(upload(Multipart.of(other)), 422, "idempotency-key-reused");
        assertProblem(
                upload(Multipart.of(audio).with("metadata", "{\"agent\":\"Sam\"}")), 422, "idempotency-key-reused");
        assertProblem(speak(HELLO), 422, "idempotency-key-reused");
        assertThat(blobFiles()).isEqualTo(blobs);
        assertThat(rows("job")).isEqualTo(1);
    }

    @Test
    void while_the_first_is_under_way_the_second_is_told_so_before_its_body_is_read() throws Exception {
        Multipart body = Multipart.of(sample("1-greeting.wav"));
        byte[] whole = body.bytes();
        try (Socket socket = new Socket("localhost", port)) {
            String headers = "POST /transcribe HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key
                    + "\r\nIdempotency-Key: \"" + name + "\"\r\nContent-Type: " + body.contentType()
                    + "\r\nContent-Length: " + whole.length + "\r\n\r\n";
            socket.getOutputStream().write(headers.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(whole, 0, whole.length / 2);
            socket.getOutputStream().flush();
            await("the key to be taken").until(() -> rows("idempotency_key") == 1);

            HttpResponse<byte[]> second = upload(body);
            assertProblem(second, 409, "idempotency-key-in-flight");
            assertThat(second.headers().firstValue("Retry-After")).hasValue("2");
        }
        await("the key of the upload that was cut off").until(() -> rows("idempotency_key") == 0);
        assertThat(upload(body).statusCode()).isEqualTo(202);
        assertThat(rows("job")).isEqualTo(1);
    }

    @Test
    void a_refused_request_leaves_its_key_to_a_better_one() throws Exception {
        assertProblem(upload(Multipart.of(new byte[0])), 422, "audio-empty");
        assertProblem(speak("{\"text\":\" \"}"), 400, "request-invalid");
        assertProblem(speak("{\"text\":"), 400, "request-invalid");
        assertProblem(post("/speak", HELLO, "Idempotency-Key", "k".repeat(256)), 400, "idempotency-key-invalid");
        assertThat(rows("idempotency_key")).isZero();
        assertThat(upload(Multipart.of(sample("1-greeting.wav"))).statusCode()).isEqualTo(202);
    }

    @Test
    void a_client_that_waits_gets_what_it_waited_for_again() throws Exception {
        JobId id = job(speak(HELLO));
        BlobRef blob = blobs.write(new ByteArrayInputStream(sample("1-greeting.wav")), 4_000_000);
        jobs.complete(id, claim(id), new SpokenAudio(blob, "audio/wav", 1), List.of());
        HttpResponse<byte[]> audio = post("/speak", HELLO, "Idempotency-Key", "\"" + name + "\"", "Prefer", "wait=20");
        assertThat(audio.statusCode()).isEqualTo(200);
        assertThat(audio.body()).isEqualTo(sample("1-greeting.wav"));
        assertThat(audio.headers().firstValue("Location")).hasValue("/jobs/" + id);
        assertThat(audio.headers().firstValue("Idempotency-Replayed")).hasValue("true");
        assertThat(rows("job")).isEqualTo(1);
    }

    @Test
    void two_gateways_make_one_job_of_requests_that_come_at_once() throws Exception {
        int here = port;
        try (ConfigurableApplicationContext second = secondGateway()) {
            int there = second.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
            ExecutorService clients = Executors.newFixedThreadPool(8);
            try {
                List<Callable<HttpResponse<byte[]>>> requests = new ArrayList<>();
                for (int i = 0; i < 24; i++) {
                    int gateway = i % 2 == 0 ? here : there;
                    requests.add(() -> http.send(
                            java.net.http.HttpRequest.newBuilder(
                                            java.net.URI.create("http://localhost:" + gateway + "/speak"))
                                    .headers(
                                            "Authorization",
                                            "Bearer " + key,
                                            "Content-Type",
                                            "application/json",
                                            "Idempotency-Key",
                                            name)
                                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString(HELLO))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray()));
                }
                Set<String> answers = new HashSet<>();
                for (Future<HttpResponse<byte[]>> reply : clients.invokeAll(requests)) {
                    assertThat(reply.get().statusCode()).isIn(202, 409);
                    if (reply.get().statusCode() == 202) {
                        answers.add(new String(reply.get().body(), StandardCharsets.UTF_8));
                    }
                }
                assertThat(answers).hasSize(1);
            } finally {
                clients.shutdownNow();
            }
        }
        assertThat(rows("job")).isEqualTo(1);
    }

    private ConfigurableApplicationContext secondGateway() {
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

    private HttpResponse<byte[]> speak(String body) throws Exception {
        return post("/speak", body, "Idempotency-Key", "\"" + name + "\"");
    }

    private HttpResponse<byte[]> upload(Multipart body) throws Exception {
        return upload(body, "Idempotency-Key", name);
    }

    private JobId job(HttpResponse<byte[]> accepted) {
        return JobId.parse(body(accepted).path("job").path("id").asString());
    }
}
