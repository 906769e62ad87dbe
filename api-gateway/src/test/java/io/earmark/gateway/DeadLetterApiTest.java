package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.earmark.Broker;
import io.earmark.RabbitNode;
import io.earmark.job.Failure;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.wire.JobMessage;
import io.earmark.wire.JobMessageCodec;
import io.earmark.wire.Topology;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** Messages die as they do with a worker: rejected by a consumer of a kind's queue. */
@DirtiesContext
class DeadLetterApiTest extends GatewayServer {

    private static final String QUEUE = Topology.queue(JobKind.REPLAY);
    /** Gateways of other tests live on, and would take dead letters of a broker that they share. It ends with the JVM. */
    private static final RabbitNode NODE = RabbitNode.running();

    @DynamicPropertySource
    static void broker(DynamicPropertyRegistry settings) {
        settings.add("test.broker", NODE::uri);
    }

    @Autowired
    RabbitTemplate rabbit;

    @Autowired
    AmqpAdmin admin;

    @BeforeEach
    void only_ours() {
        key = BOOTSTRAP_KEY;
        jdbc.sql("delete from dead_letter").update();
        admin.purgeQueue(QUEUE);
    }

    @Test
    void what_no_worker_can_read_is_kept_and_shown_with_how_it_died() throws Exception {
        die(message("{\"kind\":\"REPLAY\"} \u00fc"));
        JsonNode listed = arrived();
        assertThat(listed.path("queue").asString()).isEqualTo(QUEUE);
        assertThat(listed.path("reason").asString()).isEqualTo("rejected");
        assertThat(listed.path("times").asInt()).isEqualTo(1);
        assertThat(listed.path("payload").asString()).isEqualTo("{\"kind\":\"REPLAY\"} \u00fc");
        assertThat(listed.path("complaint").asString()).startsWith("It is no message of ours");
        assertThat(listed.has("properties")).isFalse();

        JsonNode whole = body(get(listed.path("links").path("self").asString()));
        JsonNode death =
                whole.path("properties").path("headers").path("x-death").path(0);
        assertThat(death.path("queue").asString()).isEqualTo(QUEUE);
        assertThat(death.path("time").asString()).endsWith("Z");
        String requeue = "/dead-letters/" + listed.path("id").asString() + "/requeue";
        assertThat(assertProblem(post(requeue, ""), 409, "dead-letter-unusable"))
                .contains("names no job");
        assertThat(delete("/dead-letters/" + listed.path("id").asString()).statusCode())
                .isEqualTo(204);
        assertProblem(get("/dead-letters/" + listed.path("id").asString()), 404, "dead-letter-unknown");
    }

    @Test
    void what_is_no_text_or_hostile_is_kept_too() throws Exception {
        Message bytes = MessageBuilder.withBody(new byte[] {0, (byte) 0xff, 1})
                .setHeader("evil", "nul \u0000 and \ud83d\ude00")
                .setHeader("deep", java.util.List.of(java.util.Map.of("a", 1L)))
                .build();
        die(bytes);
        JsonNode listed = arrived();
        assertThat(listed.path("payloadEncoding").asString()).isEqualTo("base64");
        assertThat(listed.path("payload").asString()).isEqualTo("AP8B");
        JsonNode headers = body(get(listed.path("links").path("self").asString()))
                .path("properties")
                .path("headers");
        assertThat(headers.path("evil").asString()).isEqualTo("nul \u0000 and \ud83d\ude00");
        assertThat(headers.path("deep").path(0).path("a").asInt()).isEqualTo(1);
    }

    @Test
    void a_letter_that_names_a_waiting_job_has_it_announced_again() throws Exception {
        JobId id = queued();
        await("the announcement").until(() -> sent(id));
        await("its message").until(() -> received(id));
        jdbc.sql("update outbox set sent_at = now() + interval '1 hour' where job_id = :id")
                .param("id", id.value())
                .update();
        die(JobMessageCodec.encode(new JobMessage(id, JobKind.REPLAY)));
        JsonNode letter = arrived();
        assertThat(letter.path("jobId").asString()).isEqualTo(id.toString());
        assertThat(letter.has("complaint")).isFalse();

        HttpResponse<byte[]> requeued = requeue(letter);
        assertThat(requeued.statusCode()).isEqualTo(202);
        assertThat(requeued.headers().firstValue("Location")).hasValue("/jobs/" + id);
        await("the second announcement").until(() -> received(id));
        assertProblem(requeue(letter), 404, "dead-letter-unknown");
    }

    @Test
    void a_letter_whose_job_does_not_wait_says_why_it_is_of_no_use() throws Exception {
        JobId id = queued();
        die(JobMessageCodec.encode(new JobMessage(id, JobKind.REPLAY)));
        JsonNode letter = arrived();
        long token = claim(id);
        assertThat(assertProblem(requeue(letter), 409, "dead-letter-unusable")).contains("RUNNING");
        jobs.fail(id, token, new Failure("crash", "It crashed", "The engine crashed."), true);
        assertThat(assertProblem(requeue(letter), 409, "dead-letter-unusable"))
                .contains("FAILED", "/jobs/" + id + "/retry");
        jdbc.sql("delete from job where id = :id").param("id", id.value()).update();
        assertThat(assertProblem(requeue(letter), 409, "dead-letter-unusable")).contains("no job " + id);
        assertThat(get("/dead-letters/" + letter.path("id").asString()).statusCode())
                .as("kept until somebody removes it")
                .isEqualTo(200);
    }

    /** A newer gateway announced a job of a kind that is new; its message went astray to a worker of before. */
    @Test
    void a_letter_of_an_unknown_kind_is_kept_and_says_so() throws Exception {
        UUID job = UUID.randomUUID();
        die(message("{\"id\":\"" + job + "\",\"kind\":\"DANCE\",\"new\":{\"field\":1}}"));
        JsonNode letter = arrived();
        assertThat(letter.path("kind").asString()).isEqualTo("DANCE");
        assertThat(letter.path("jobId").asString()).isEqualTo(job.toString());
        assertThat(letter.path("complaint").asString()).contains("'DANCE'", "newer");
        assertThat(assertProblem(requeue(letter), 409, "dead-letter-unusable")).contains("kind");
    }

    /** As when the gateway dies between its insert and its acknowledgement: the broker gives the letter again. */
    @Test
    void a_letter_that_comes_twice_is_kept_once() throws Exception {
        Message letter = MessageBuilder.withBody("twice".getBytes(StandardCharsets.UTF_8))
                .setMessageId(UUID.randomUUID().toString())
                .build();
        rabbit.send("", Topology.DEAD_LETTERS, letter);
        arrived();
        Message redelivered = MessageBuilder.fromClonedMessage(letter)
                .setHeader("x-delivery-count", 1)
                .build();
        rabbit.send("", Topology.DEAD_LETTERS, redelivered);
        await("the second").until(() -> arrived().path("times").asInt() == 2);
    }

    @Test
    void letters_are_listed_page_by_page_to_operators_alone() throws Exception {
        die(message("one"));
        arrived();
        die(message("two"));
        await().until(() -> letters().size() == 2);
        JsonNode page = body(get("/dead-letters?limit=1"));
        assertThat(page.path("items").path(0).path("payload").asString()).isEqualTo("two");
        JsonNode rest =
                body(get("/dead-letters?limit=1&cursor=" + page.path("next").asString()));
        assertThat(rest.path("items").path(0).path("payload").asString()).isEqualTo("one");
        assertProblem(get("/dead-letters?cursor=x"), 400, "request-invalid");
        assertProblem(get("/dead-letters/nonsense"), 404, "dead-letter-unknown");

        key = keys.create(tenant, "test");
        String letter = "/dead-letters/" + page.path("items").path(0).path("id").asString();
        assertProblem(get("/dead-letters"), 403, "operators-only");
        assertProblem(get(letter), 403, "operators-only");
        assertProblem(delete(letter), 403, "operators-only");
        assertProblem(post(letter + "/requeue", ""), 403, "operators-only");
    }

    private void die(Message message) throws Exception {
        rabbit.send(Topology.EXCHANGE, JobKind.REPLAY.label(), message);
        CachingConnectionFactory connections = Broker.connections(NODE.uri());
        try (Connection connection = connections.createConnection();
                Channel channel = connection.createChannel(false)) {
            GetResponse got = await().until(() -> channel.basicGet(QUEUE, false), one -> one != null);
            channel.basicReject(got.getEnvelope().getDeliveryTag(), false);
        } finally {
            connections.destroy();
        }
    }

    private static Message message(String text) {
        return MessageBuilder.withBody(text.getBytes(StandardCharsets.UTF_8)).build();
    }

    private JsonNode letters() throws Exception {
        return body(get("/dead-letters")).path("items");
    }

    private JsonNode arrived() throws Exception {
        await("the dead letter").until(() -> !letters().isEmpty());
        return letters().path(0);
    }

    private HttpResponse<byte[]> requeue(JsonNode letter) throws Exception {
        return send(to("/dead-letters/" + letter.path("id").asString() + "/requeue")
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    private boolean received(JobId id) {
        Message message = rabbit.receive(Topology.queue(JobKind.SPEAK));
        return message != null && JobMessageCodec.decode(message.getBody()).id().equals(id);
    }

    private boolean sent(JobId id) {
        return jdbc.sql("select sent_at is not null from outbox where job_id = :id")
                .param("id", id.value())
                .query(Boolean.class)
                .single();
    }

    private JobId queued() throws Exception {
        String mine = key;
        key = keys.create(tenant, "test");
        JobId id = JobId.parse(body(post("/speak", "{\"text\":\"Hello.\"}"))
                .path("job")
                .path("id")
                .asString());
        key = mine;
        return id;
    }
}
