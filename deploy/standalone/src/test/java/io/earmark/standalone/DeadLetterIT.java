package io.earmark.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earmark.Postgres;
import io.earmark.job.JobKind;
import io.earmark.standalone.embedded.EmbeddedBroker;
import io.earmark.standalone.embedded.Secret;
import io.earmark.wire.Topology;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** On the embedded broker, which tells nothing of a death; on RabbitMQ the gateway's own tests look. */
class DeadLetterIT {

    @TempDir
    Path home = Path.of("");

    @Test
    void what_a_worker_rejects_is_kept_and_shown() throws Exception {
        String key = Secret.random();
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                ConfigurableApplicationContext server = server(broker, key)) {
            server.getBean(RabbitTemplate.class)
                    .send(
                            Topology.EXCHANGE,
                            JobKind.COACH.label(),
                            MessageBuilder.withBody("poison".getBytes(StandardCharsets.UTF_8))
                                    .build());
            int port = server.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
            await("the dead letter")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> letters(port, key).size() == 1);
            JsonNode letter = letters(port, key).path(0);
            assertThat(letter.path("payload").asString()).isEqualTo("poison");
            assertThat(letter.path("queue").asString()).isEqualTo(Topology.queue(JobKind.COACH));
            assertThat(letter.path("complaint").asString()).startsWith("It is no message of ours");
        }
    }

    private ConfigurableApplicationContext server(EmbeddedBroker broker, String key) throws Exception {
        return new SpringApplication(StandaloneApplication.class)
                .run(
                        "--spring.config.location=classpath:earmark-gateway.yml,classpath:earmark-standalone.yml",
                        "--server.address=127.0.0.1",
                        "--server.port=0",
                        "--spring.datasource.url=" + Postgres.newDatabaseUrl(),
                        "--spring.datasource.username=postgres",
                        "--spring.rabbitmq.addresses=" + broker.uri(),
                        "--earmark.blobs.directory=" + Files.createDirectories(home.resolve("blobs")),
                        "--earmark.work.scratch=" + Files.createDirectories(home.resolve("tmp")),
                        "--earmark.stt.data=" + home,
                        "--earmark.stt.model=tiny",
                        "--earmark.access.bootstrap-key=" + key);
    }

    private static JsonNode letters(int port, String key) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/dead-letters"))
                .header("Authorization", "Bearer " + key)
                .build();
        return new JsonMapper()
                .readTree(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofByteArray())
                        .body())
                .path("items");
    }
}
