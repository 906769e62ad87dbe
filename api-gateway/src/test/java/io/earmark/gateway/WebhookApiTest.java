package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import io.earmark.call.Transcript;
import io.earmark.job.Failure;
import io.earmark.job.JobId;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Endpoints, keys and deliveries over HTTP, with the dispatcher at work. */
@TestPropertySource(
        properties = {
            "earmark.secrets.key=000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
            "earmark.outbound.allow=127.0.0.0/8",
            "earmark.outbound.plain-http=true",
            "earmark.webhooks.poll=50ms",
            "earmark.webhooks.endpoints=4"
        })
class WebhookApiTest extends GatewayServer {

    private Receiver receiver = new Receiver();

    WebhookApiTest() throws Exception {}

    @BeforeEach
    void fresh() {
        receiver.messages().clear();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private JsonNode created(String body) throws Exception {
        HttpResponse<byte[]> response = post("/webhooks", body);
        assertThat(response.statusCode())
                .as(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(201);
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(response.headers().firstValue("Location"))
                .hasValue("/webhooks/" + body(response).path("id").asString());
        return body(response);
    }

    private JsonNode created() throws Exception {
        return created("{\"url\":\"" + receiver.url() + "\"}");
    }

    private HttpResponse<byte[]> patch(String path, String body) throws Exception {
        return send(to(path).header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String path(JsonNode endpoint) {
        return "/webhooks/" + endpoint.path("id").asString();
    }

    @Test
    void an_endpoint_is_made_looked_at_changed_and_removed() throws Exception {
        JsonNode made = created("{\"url\":\"" + receiver.url()
                + "\",\"description\":\"CRM\",\"types\":[\"call.coached\",\"job.failed\"],\"payload\":\"full\"}");
        assertThat(made.path("secret").asString()).matches("whsec_[A-Za-z0-9+/]{43}=");
        assertThat(made.path("signature").asString()).isEqualTo("v1");
        JsonNode seen = body(get(path(made)));
        assertThat(seen.has("secret")).as("shown once").isFalse();
        assertThat(seen.path("state").asString()).isEqualTo("ENABLED");
        assertThat(seen.path("payload").asString()).isEqualTo("full");
        assertThat(seen.path("types").size()).isEqualTo(2);

        JsonNode changed = body(patch(path(made), "{\"types\":[],\"payload\":\"thin\",\"enabled\":false}"));
        assertThat(changed.path("types").size()).isZero();
        assertThat(changed.path("state").asString()).isEqualTo("DISABLED");
        assertThat(changed.path("notice").asString()).isNotBlank();
        assertThat(changed.path("description").asString()).isEqualTo("CRM");
        assertProblem(post(path(made) + "/test", ""), 409, "webhook-not-enabled");
        assertThat(body(patch(path(made), "{\"enabled\":true}")).has("notice")).isFalse();

        assertThat(delete(path(made)).statusCode()).isEqualTo(204);
        assertProblem(get(path(made)), 404, "webhook-unknown");
        assertProblem(delete(path(made)), 404, "webhook-unknown");
    }

    @Test
    void a_list_goes_page_by_page_and_there_is_a_most() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ids.add(0, created().path("id").asString());
        }
        JsonNode first = body(get("/webhooks?limit=3"));
        JsonNode second =
                body(get("/webhooks?limit=3&cursor=" + first.path("next").asString()));
        List<String> seen = new ArrayList<>();
        first.path("items").forEach(item -> seen.add(item.path("id").asString()));
        second.path("items").forEach(item -> seen.add(item.path("id").asString()));
        assertThat(seen).containsExactlyElementsOf(ids);
        assertThat(second.path("next").isNull()).isTrue();
        assertProblem(get("/webhooks?cursor=" + UUID.randomUUID()), 400, "request-invalid");
        assertProblem(post("/webhooks", "{\"url\":\"" + receiver.url() + "\"}"), 409, "webhooks-full");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://10.0.0.1/hook",
                "https://169.254.169.254/",
                "https://[::1]/",
                "https://2130706433/",
                "https://user@127.0.0.1/",
                "https://localhost/",
                "ftp://127.0.0.1/",
                "not a url"
            })
    void a_url_inside_is_refused(String url) throws Exception {
        assertThat(assertProblem(post("/webhooks", "{\"url\":\"" + url + "\"}"), 422, "url-refused"))
                .startsWith("url is refused.");
        JsonNode made = created();
        assertProblem(patch(path(made), "{\"url\":\"" + url + "\"}"), 422, "url-refused");
        assertProblem(post("/speak", "{\"text\":\"Hello.\",\"callbackUrl\":\"" + url + "\"}"), 422, "url-refused");
        assertThat(rows("job")).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|url is missing",
                "{\"url\":\"http://127.0.0.1/\",\"types\":[\"call.danced\"]}|call.danced",
                "{\"url\":\"http://127.0.0.1/\",\"types\":[null]}|types",
                "{\"url\":\"http://127.0.0.1/\",\"payload\":\"fat\"}|thin or full",
                "{\"url\":\"http://127.0.0.1/\",\"signature\":\"v2\"}|v1a"
            })
    void what_is_wrong_is_named(String body, String named) throws Exception {
        assertThat(assertProblem(post("/webhooks", body), 400, "request-invalid"))
                .contains(named);
    }

    @Test
    void another_tenants_endpoints_are_not_there() throws Exception {
        JsonNode made = created();
        post(path(made) + "/test", "");
        String delivery = body(get(path(made) + "/deliveries"))
                .path("items")
                .get(0)
                .path("id")
                .asString();
        String keyId =
                body(get(path(made) + "/keys")).path("items").get(0).path("id").asString();
        key = keys.create("rival-" + tenant, "rival");
        assertProblem(get(path(made)), 404, "webhook-unknown");
        assertProblem(patch(path(made), "{\"enabled\":false}"), 404, "webhook-unknown");
        assertProblem(delete(path(made)), 404, "webhook-unknown");
        assertProblem(post(path(made) + "/test", ""), 404, "webhook-unknown");
        assertProblem(get(path(made) + "/keys"), 404, "webhook-unknown");
        assertProblem(post(path(made) + "/keys", "{}"), 404, "webhook-unknown");
        assertProblem(delete(path(made) + "/keys/" + keyId), 404, "webhook-unknown");
        assertProblem(get(path(made) + "/deliveries"), 404, "webhook-unknown");
        assertProblem(get(path(made) + "/deliveries/" + delivery), 404, "webhook-unknown");
        assertProblem(post(path(made) + "/deliveries/" + delivery + "/redeliver", ""), 404, "webhook-unknown");
        assertProblem(delete("/webhook-keys/" + keyId), 404, "key-unknown");
        assertProblem(get("/webhooks?cursor=" + made.path("id").asString()), 400, "request-invalid");
        assertThat(body(get("/webhooks")).path("items").size()).isZero();
        JsonNode own = created();
        assertProblem(get(path(own) + "/deliveries/" + delivery), 404, "delivery-unknown");
        assertProblem(post(path(own) + "/deliveries/" + delivery + "/redeliver", ""), 404, "delivery-unknown");
        assertProblem(delete(path(own) + "/keys/" + keyId), 404, "key-unknown");
    }

    @Test
    void keys_are_rotated_and_the_last_one_stays() throws Exception {
        JsonNode made = created();
        String keyPath = path(made) + "/keys";
        JsonNode first = body(get(keyPath)).path("items").get(0);
        assertThat(first.has("secret")).isFalse();
        assertProblem(delete(keyPath + "/" + first.path("id").asString()), 409, "last-key");

        HttpResponse<byte[]> rotated = post(keyPath, "{\"signature\":\"v1a\",\"overlap\":\"PT1H\"}");
        assertThat(rotated.statusCode()).isEqualTo(201);
        assertThat(body(rotated).path("publicKey").asString()).startsWith("whpk_");
        JsonNode items = body(get(keyPath)).path("items");
        assertThat(items.size()).isEqualTo(2);
        assertThat(items.get(0).has("expiresAt")).isFalse();
        assertThat(items.get(1).has("expiresAt")).isTrue();
        assertThat(delete(keyPath + "/" + first.path("id").asString()).statusCode())
                .isEqualTo(204);
        assertThat(body(post(keyPath, "{\"overlap\":\"PT0S\"}")).path("secret").asString())
                .startsWith("whsec_");
        assertThat(body(get(keyPath)).path("items").size()).isEqualTo(1);
        assertProblem(post(keyPath, "{\"overlap\":\"P31D\"}"), 400, "request-invalid");
        assertProblem(post(keyPath, "{\"overlap\":\"a day\"}"), 400, "request-invalid");
    }

    @Test
    void a_test_arrives_and_its_delivery_can_be_looked_at_and_repeated() throws Exception {
        JsonNode made = created();
        HttpResponse<byte[]> asked = post(path(made) + "/test", "");
        assertThat(asked.statusCode()).isEqualTo(202);
        String delivery = path(made) + "/deliveries/" + body(asked).path("id").asString();
        await("the test")
                .until(() -> body(get(delivery)).path("state").asString().equals("DELIVERED"));

        new Webhook(made.path("secret").asString())
                .verify(receiver.only().body(), receiver.only().headers());
        JsonNode seen = body(get(delivery));
        assertThat(seen.path("eventId").asString()).isEqualTo(receiver.only().id());
        assertThat(seen.path("status").asInt()).isEqualTo(204);
        assertThat(seen.path("attempts").asInt()).isEqualTo(1);
        assertThat(seen.has("durationMillis")).isTrue();
        assertThat(seen.path("payload").path("type").asString()).isEqualTo("webhook.test");
        assertThat(seen.path("history").get(0).path("status").asInt()).isEqualTo(204);

        assertThat(post(delivery + "/redeliver", "").statusCode()).isEqualTo(202);
        await("it again").until(() -> receiver.messages().size() == 2);
        assertThat(receiver.messages().get(1).id())
                .isEqualTo(receiver.messages().get(0).id());
        await("its record")
                .until(() -> body(get(path(made) + "/deliveries?state=DELIVERED"))
                                .path("items")
                                .size()
                        == 1);
        assertProblem(get(path(made) + "/deliveries?state=LOST"), 400, "request-invalid");
    }

    @Test
    void a_failed_delivery_tells_when_it_is_tried_next() throws Exception {
        receiver.answers(500);
        JsonNode made = created();
        String delivery = path(made) + "/deliveries/"
                + body(post(path(made) + "/test", "")).path("id").asString();
        await("the attempt").until(() -> body(get(delivery)).has("status"));
        JsonNode seen = body(get(delivery));
        assertThat(seen.path("state").asString()).isEqualTo("PENDING");
        assertThat(seen.path("error").asString()).isEqualTo("The answer was 500.");
        assertThat(seen.path("nextAttempt").asString()).endsWith("Z");
        assertThat(body(get(path(made))).has("failingSince")).isTrue();
    }

    @Test
    void a_recordings_callback_is_told_of_its_stages() throws Exception {
        JsonNode accepted = body(upload(Multipart.of(sample("1-greeting.wav")).with("callbackUrl", receiver.url())));
        JobId job = JobId.parse(accepted.path("job").path("id").asString());
        Transcript transcript =
                new Transcript(2, "en-US", new Transcript.Engine("vosk", "tiny", "0.3.45"), List.of(), List.of());
        jobs.complete(job, claim(job), transcript, List.of());
        await("the first stage").until(() -> receiver.messages().size() == 1);
        JsonNode coach = body(get("/jobs?kind=COACH")).path("items").get(0);
        JobId coaching = JobId.parse(coach.path("id").asString());
        jobs.fail(coaching, claim(coaching), new Failure("no", "No", "It cannot be."), true);
        await("the second").until(() -> receiver.messages().size() == 2);

        JsonNode own = body(get("/webhook-keys")).path("items").get(0);
        for (Receiver.Message message : receiver.messages()) {
            new Webhook(own.path("secret").asString()).verify(message.body(), message.headers());
        }
        assertThat(receiver.messages())
                .extracting(
                        message -> json.readTree(message.body()).path("type").asString())
                .containsExactly("call.transcribed", "job.failed");
        JsonNode callback = body(get("/webhooks?callbacks=true")).path("items").get(0);
        assertThat(callback.path("url").asString()).isEqualTo(receiver.url());
        assertThat(body(get(path(callback) + "/deliveries")).path("items").size())
                .isEqualTo(2);
        assertThat(body(get("/webhooks")).path("items").size()).isZero();
        assertProblem(get(path(callback) + "/keys"), 404, "webhook-unknown");
        assertProblem(patch(path(callback), "{\"url\":\"http://127.0.0.1/\"}"), 400, "request-invalid");
    }

    @Test
    void speech_has_callbacks_too_and_the_same_submission_makes_one() throws Exception {
        String body = "{\"text\":\"Hello.\",\"callbackUrl\":\"" + receiver.url() + "\"}";
        HttpResponse<byte[]> first = post("/speak", body, "Idempotency-Key", "a-key");
        assertThat(post("/speak", body, "Idempotency-Key", "a-key").body()).isEqualTo(first.body());
        String id = body(first).path("job").path("id").asString();
        assertThat(delete("/jobs/" + id).statusCode()).isBetween(200, 202);
        await("the end").until(() -> receiver.messages().size() == 1);
        JsonNode data = json.readTree(receiver.only().body()).path("data");
        assertThat(data.path("job").path("id").asString()).isEqualTo(id);
        assertThat(data.path("links").path("job").asString()).isEqualTo("/jobs/" + id);
    }

    @Test
    void the_tenants_own_key_is_made_once_shown_again_and_rotated() throws Exception {
        JsonNode first = body(get("/webhook-keys")).path("items");
        assertThat(first.size()).isEqualTo(1);
        assertThat(body(get("/webhook-keys")).path("items")).isEqualTo(first);
        JsonNode fresh = body(post("/webhook-keys", "{}"));
        assertThat(fresh.path("secret").asString())
                .isNotEqualTo(first.get(0).path("secret").asString());
        assertThat(body(get("/webhook-keys")).path("items").size()).isEqualTo(2);
        assertThat(delete("/webhook-keys/" + first.get(0).path("id").asString()).statusCode())
                .isEqualTo(204);
        assertProblem(delete("/webhook-keys/" + fresh.path("id").asString()), 409, "last-key");
    }

    @Test
    void metrics_tell_of_deliveries() throws Exception {
        post(path(created()) + "/test", "");
        await("the metric")
                .until(() -> new String(get("/actuator/prometheus").body(), StandardCharsets.UTF_8)
                        .contains("earmark_webhook_attempts_seconds_count{outcome=\"delivered\"}"));
        assertThat(new String(get("/actuator/prometheus").body(), StandardCharsets.UTF_8))
                .contains("earmark_webhook_backlog");
    }
}
