package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.Broker;
import io.earmark.Postgres;
import io.earmark.blob.BlobStore;
import io.earmark.call.Speaker;
import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import io.earmark.call.Word;
import io.earmark.gateway.access.ApiKeys;
import io.earmark.job.JobId;
import io.earmark.job.Lease;
import io.earmark.store.Calls;
import io.earmark.store.Jobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole gateway on a real PostgreSQL and a real RabbitMQ, spoken to over HTTP. Each test is a tenant of its own. */
@SpringBootTest(classes = GatewayApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
abstract class GatewayServer {

    /** Of one word. */
    static final Transcript TRANSCRIPT = new Transcript(
            3.2,
            "en-US",
            new Transcript.Engine("vosk", "tiny", "0.3.45"),
            List.of(new Speaker("s1", "agent", 0)),
            List.of(new Utterance(0, "s1", 0, 0.1, 1.0, "hello", 0.9, List.of(new Word("hello", 0.1, 1.0, 0.9)))));

    static final String BOOTSTRAP_KEY = "a-key-from-outside-of-32-characters-or-more";
    static final Duration LEASE = Duration.ofSeconds(30);
    static final Path BLOBS = temporary();
    private static final Map<String, DescribedApi> DESCRIBED = new ConcurrentHashMap<>();

    final String tenant = "tenant-" + UUID.randomUUID();
    final HttpClient http = HttpClient.newHttpClient();
    final JsonMapper json = new JsonMapper();
    String key = "";

    @Autowired
    Jobs jobs;

    @Autowired
    Calls calls;

    @Autowired
    BlobStore blobs;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    ApiKeys keys;

    @Value("${local.server.port}")
    int port;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) {
        String url = Postgres.newDatabaseUrl();
        settings.add("spring.datasource.url", () -> url);
        settings.add("spring.datasource.username", () -> parameter(url, "user"));
        settings.add("spring.datasource.password", () -> parameter(url, "password"));
        // A test whose messages no other server's gateway may take names a broker of its own.
        settings.add("spring.rabbitmq.addresses", () -> "${test.broker:" + Broker.uri() + "}");
        // No worker claims what other tests leave with the broker: it must not be in the way.
        settings.add("earmark.relay.window", () -> "100");
        settings.add("earmark.blobs.directory", BLOBS::toString);
        settings.add("earmark.intake.max-bytes", () -> "4MB");
        settings.add("earmark.intake.max-duration", () -> "40s");
        settings.add("earmark.intake.max-text", () -> "200");
        settings.add("earmark.intake.max-waiting-per-tenant", () -> "12");
        settings.add("earmark.intake.redact.regulated", () -> "card,ssn");
        settings.add("earmark.intake.drop-originals", () -> "regulated");
        settings.add("earmark.upkeep.sweep", () -> "1s");
        settings.add("earmark.upkeep.erasures", () -> "1s");
        settings.add("earmark.retention.every", () -> "1s");
        settings.add("earmark.upkeep.hearing", () -> "1s");
        settings.add("earmark.access.bootstrap-key", () -> BOOTSTRAP_KEY);
    }

    private static String parameter(String url, String name) {
        Matcher found = Pattern.compile("[?&]" + name + "=([^&]*)").matcher(url);
        return found.find() ? found.group(1) : "";
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("earmark-blobs-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void makeKey() {
        key = keys.create(tenant, "test");
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + key);
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        described().check(response);
        return response;
    }

    /** The same for all servers, whatever their settings. */
    DescribedApi described() {
        return DESCRIBED.computeIfAbsent("/openapi", path -> {
            try {
                HttpResponse<byte[]> served = http.send(to(path).build(), HttpResponse.BodyHandlers.ofByteArray());
                assertThat(served.statusCode()).as(path).isEqualTo(200);
                return new DescribedApi(served.body());
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException("No description of the API", e);
            }
        });
    }

    HttpResponse<byte[]> get(String path) throws Exception {
        return send(to(path).GET());
    }

    HttpResponse<byte[]> post(String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request =
                to(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<byte[]> delete(String path) throws Exception {
        return send(to(path).DELETE());
    }

    HttpResponse<byte[]> upload(Multipart body, String... headers) throws Exception {
        HttpRequest.Builder request = to("/transcribe")
                .header("Content-Type", body.contentType())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.bytes()));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    JsonNode body(HttpResponse<byte[]> response) {
        return json.readTree(response.body());
    }

    /** Gives its detail, for the test to look into. */
    String assertProblem(HttpResponse<byte[]> response, int status, String type) {
        assertThat(response.statusCode())
                .as(new String(response.body(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = body(response);
        assertThat(problem.path("type").asString()).isEqualTo("urn:earmark:problem:" + type);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asString("")).isNotBlank();
        return problem.path("detail").asString("");
    }

    static byte[] sample(String name) throws IOException {
        try (var stream = Objects.requireNonNull(GatewayServer.class.getResourceAsStream("/samples/" + name))) {
            return stream.readAllBytes();
        }
    }

    /** As a worker does. @return the lease's token */
    long claim(JobId id) {
        @Nullable
        Lease lease = jobs.claim(id, "test-worker", LEASE).orElseThrow().lease();
        return Objects.requireNonNull(lease).token();
    }

    /** Files in the blob store, unfinished ones too. The server may be removing some just now. */
    static long blobFiles() throws IOException {
        AtomicLong files = new AtomicLong();
        Files.walkFileTree(BLOBS, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.incrementAndGet();
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return files.get();
    }

    long rows(String table) {
        return jdbc.sql("select count(*) from " + table + " where tenant = :tenant")
                .param("tenant", tenant)
                .query(Long.class)
                .single();
    }
}
