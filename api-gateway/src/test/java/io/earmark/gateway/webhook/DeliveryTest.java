package io.earmark.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.earmark.gateway.Receiver;
import io.earmark.job.Failure;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What receivers get, and whether they can trust it: the specification's own library verifies. */
class DeliveryTest extends WebhookFixture {

    private String secret(Endpoint endpoint) {
        return keys.active(TENANT, endpoint.id()).get(0).key().shown();
    }

    private static void verify(String secret, Receiver.Message message) throws Exception {
        new Webhook(secret).verify(message.body(), message.headers());
    }

    @Test
    void a_message_is_what_the_reference_library_verifies() throws Exception {
        Receiver receiver = receiver();
        Endpoint endpoint = endpoint(receiver.url());
        Job job = cancelled();
        deliverDue();

        Receiver.Message message = receiver.only();
        verify(secret(endpoint), message);
        assertThat(message.header("content-type")).startsWith("application/json");
        assertThat(message.id()).matches("msg_[0-9a-f]{32}");
        assertThat(Long.parseLong(message.header("webhook-timestamp")))
                .isEqualTo(clock.instant().getEpochSecond());
        JsonNode body = body(message);
        assertThat(body.path("type").asString()).isEqualTo("job.cancelled");
        assertThat(body.path("timestamp").asString()).endsWith("Z");
        assertThat(body.path("data").path("job").path("id").asString())
                .isEqualTo(job.id().toString());
        assertThat(body.path("data").path("links").path("job").asString())
                .isEqualTo("https://earmark.example/jobs/" + job.id());
        assertThat(delivery(endpoint).state()).isEqualTo("DELIVERED");
        assertThat(delivery(endpoint).status()).isEqualTo(204);
        assertThat(dispatcher.round()).as("once is enough").isZero();
    }

    @Test
    void a_changed_message_or_another_secret_is_refused_by_it() {
        Receiver receiver = receiver();
        Endpoint endpoint = endpoint(receiver.url());
        Endpoint other = endpoint(receiver.url());
        cancelled();
        deliverDue();
        Receiver.Message message = receiver.messages().stream()
                .filter(each -> verifies(secret(endpoint), each))
                .findFirst()
                .orElseThrow();
        assertThat(verifies(secret(other), message)).isFalse();
        assertThat(verifies(secret(endpoint), new Receiver.Message(message.headers(), message.body() + " ")))
                .isFalse();
    }

    private static boolean verifies(String secret, Receiver.Message message) {
        try {
            verify(secret, message);
            return true;
        } catch (WebhookVerificationException e) {
            return false;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void with_a_public_key_the_receiver_needs_no_secret() throws Exception {
        Receiver receiver = receiver();
        Endpoint endpoint = endpoint(receiver.url(), Endpoint.Payload.THIN, SigningKey.Algorithm.ED25519);
        cancelled();
        deliverDue();

        Receiver.Message message = receiver.only();
        String publicKey = secret(endpoint);
        assertThat(publicKey).startsWith("whpk_");
        byte[] raw = Base64.getDecoder().decode(publicKey.substring("whpk_".length()));
        assertThat(raw).hasSize(32);
        // RFC 8410: this is what stands before the 32 bytes.
        byte[] x509 = HexFormat.of()
                .parseHex("302a300506032b6570032100" + HexFormat.of().formatHex(raw));
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509)));
        verifier.update((message.id() + "." + message.header("webhook-timestamp") + "." + message.body())
                .getBytes(StandardCharsets.UTF_8));
        String signature = message.header("webhook-signature");
        assertThat(signature).startsWith("v1a,");
        assertThat(verifier.verify(Base64.getDecoder().decode(signature.substring("v1a,".length()))))
                .isTrue();
    }

    @Test
    void while_keys_are_rotated_old_and_new_ones_verify() throws Exception {
        Receiver receiver = receiver();
        Endpoint endpoint = endpoint(receiver.url());
        String old = secret(endpoint);
        keys.rotate(TENANT, endpoint.id(), SigningKey.Algorithm.HMAC, Duration.ofHours(24));
        String fresh = secret(endpoint);
        assertThat(fresh).isNotEqualTo(old);
        cancelled();
        deliverDue();
        Receiver.Message message = receiver.only();
        verify(old, message);
        verify(fresh, message);
        assertThat(message.header("webhook-signature").split(" ")).hasSize(2);

        clock.advance(Duration.ofHours(24));
        cancelled();
        deliverDue();
        Receiver.Message later = receiver.messages().get(1);
        assertThat(later.header("webhook-signature"))
                .isEqualTo(new Webhook(fresh)
                        .sign(later.id(), Long.parseLong(later.header("webhook-timestamp")), later.body()));
    }

    @Test
    void a_callback_is_signed_with_the_tenants_own_key() throws Exception {
        Receiver receiver = receiver();
        Job job = Job.queued(JobKind.SPEAK, TENANT, null, "{}", 3, clock.instant());
        Job silent = Job.queued(JobKind.SPEAK, TENANT, null, "{}", 3, clock.instant());
        transaction.executeWithoutResult(status -> {
            jobs.enqueue(job);
            jobs.enqueue(silent);
            callbacks.register(callbacks.check(receiver.url()), job);
        });
        jobs.requestCancel(TENANT, silent.id());
        jobs.requestCancel(TENANT, job.id());
        deliverDue();
        verify(keys.ofTenant(TENANT).get(0).key().shown(), receiver.only());
        assertThat(body(receiver.only()).path("data").path("job").path("id").asString())
                .isEqualTo(job.id().toString());
    }

    @Test
    void secrets_are_not_to_be_read_in_the_database() {
        Endpoint endpoint = endpoint("https://example.com/");
        byte[] kept =
                jdbc.sql("select secret from webhook_key").query(byte[].class).single();
        byte[] secret = keys.active(TENANT, endpoint.id()).get(0).key().secret();
        assertThat(HexFormat.of().formatHex(kept)).doesNotContain(HexFormat.of().formatHex(secret));
    }

    @Test
    void a_thin_message_tells_why_a_job_failed_as_it_was_then() {
        Receiver receiver = receiver();
        endpoint(receiver.url());
        Job job = recording();
        Failure reason = new Failure("audio-unreadable", "The audio cannot be read", "It ends too early.");
        jobs.fail(job.id(), claimed(job), reason, true);
        jobs.requeue(TENANT, job.id());
        deliverDue();
        JsonNode data = body(receiver.only()).path("data");
        assertThat(data.path("job").path("state").asString()).isEqualTo("FAILED");
        assertThat(data.path("job").path("error").path("type").asString()).isEqualTo("audio-unreadable");
        assertThat(data.path("callId").asString()).isEqualTo(String.valueOf(job.callId()));
        assertThat(data.has("call")).isFalse();
    }

    @Test
    void a_full_message_holds_the_result_and_leaves_out_what_is_too_long() {
        Receiver receiver = receiver();
        endpoint(receiver.url(), Endpoint.Payload.FULL, SigningKey.Algorithm.HMAC);
        transcribed(recording(), 3);
        transcribed(recording(), 1000);
        deliverDue();

        List<JsonNode> data = receiver.messages().stream()
                .map(message -> body(message).path("data"))
                .sorted((one, other) -> Boolean.compare(one.has("omitted"), other.has("omitted")))
                .toList();
        assertThat(data.get(0).path("transcript").size()).isEqualTo(3);
        assertThat(data.get(0).path("transcript").get(0).path("text").asString())
                .startsWith("one two");
        assertThat(data.get(0).path("call").path("durationSeconds").asDouble()).isEqualTo(12.5);
        assertThat(data.get(1).path("omitted").get(0).asString()).isEqualTo("transcript");
        assertThat(data.get(1).path("links").path("transcript").asString()).endsWith("/transcript");
        assertThat(receiver.messages())
                .allSatisfy(message -> assertThat(message.body().getBytes(StandardCharsets.UTF_8).length)
                        .isLessThanOrEqualTo(20_000));
    }

    @Test
    void every_attempt_sends_the_same_message_whatever_becomes_of_the_job() {
        Receiver receiver = receiver().answers(500);
        endpoint(receiver.url(), Endpoint.Payload.FULL, SigningKey.Algorithm.HMAC);
        Job job = recording();
        transcribed(job, 3);
        deliverDue();
        jdbc.sql("update call set metadata = '{\"tags\": [], \"channels\": {}, \"extra\": {}, \"agent\": \"Sam\"}'")
                .update();
        clock.advance(Duration.ofSeconds(5));
        deliverDue();
        assertThat(receiver.messages()).hasSize(2);
        assertThat(receiver.messages().get(1).body())
                .isEqualTo(receiver.messages().get(0).body());
        assertThat(receiver.messages().get(1).id())
                .isEqualTo(receiver.messages().get(0).id());
    }

    @Test
    void of_a_huge_answer_the_beginning_is_kept() {
        Receiver receiver = receiver().answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] page = new byte[1 << 20];
            Arrays.fill(page, (byte) 'x');
            for (int i = 0; i < 200; i++) {
                exchange.getResponseBody().write(page);
            }
        });
        Endpoint endpoint = endpoint(receiver.url());
        cancelled();
        deliverDue();
        DeliveryHistory.Row row = delivery(endpoint);
        assertThat(row.state()).isEqualTo("DELIVERED");
        assertThat(history.attempts(row.number()).get(0).answer()).isEqualTo("x".repeat(500));
    }

    @Test
    void nothing_is_sent_inside_even_if_the_endpoint_was_let_in_once() {
        Endpoint endpoint = endpoint("https://169.254.169.254/latest/meta-data/");
        cancelled();
        deliverDue();
        assertThat(delivery(endpoint).error()).contains("not to public addresses");
        assertThat(delivery(endpoint).state()).isEqualTo("PENDING");
    }

    @Test
    void a_url_inside_is_no_callback() {
        assertThatThrownBy(() -> callbacks.check("https://10.0.0.1/")).hasMessageContaining("callbackUrl is refused");
        assertThatCode(() -> callbacks.check(null)).doesNotThrowAnyException();
    }

    @Test
    void a_test_goes_to_one_endpoint_alone() {
        Receiver receiver = receiver();
        Receiver other = receiver();
        Endpoint endpoint = endpoint(receiver.url());
        endpoint(other.url());
        history.test(endpoint.id());
        deliverDue();
        assertThat(body(receiver.only()).path("type").asString()).isEqualTo("webhook.test");
        assertThat(other.messages()).isEmpty();
    }

    @Test
    void what_was_delivered_can_be_sent_again_as_the_same_message() {
        Receiver receiver = receiver();
        Endpoint endpoint = endpoint(receiver.url());
        cancelled();
        deliverDue();
        history.redeliver(endpoint.id(), delivery(endpoint).id());
        deliverDue();
        assertThat(receiver.messages()).hasSize(2);
        assertThat(receiver.messages().get(1).id())
                .isEqualTo(receiver.messages().get(0).id());
        assertThat(delivery(endpoint).attempts()).isEqualTo(2);
    }

    @Test
    void with_a_job_its_messages_are_forgotten() {
        Receiver receiver = receiver();
        Endpoint endpoint = endpoint(receiver.url());
        Job job = cancelled();
        jdbc.sql("delete from job where id = :id").param("id", job.id().value()).update();
        deliverDue();
        assertThat(receiver.messages()).isEmpty();
        assertThat(deliveries(endpoint)).isEmpty();
    }

    @Test
    void old_deliveries_are_forgotten_and_unused_callbacks_with_them() {
        Receiver receiver = receiver();
        Endpoint endpoint = endpoint(receiver.url());
        Job job = Job.queued(JobKind.SPEAK, TENANT, null, "{}", 3, clock.instant());
        transaction.executeWithoutResult(status -> {
            jobs.enqueue(job);
            callbacks.register(callbacks.check(receiver.url()), job);
        });
        jobs.requestCancel(TENANT, job.id());
        deliverDue();
        WebhookUpkeep upkeep = new WebhookUpkeep(jdbc, settings, clock);
        upkeep.purge();
        assertThat(deliveries(endpoint)).hasSize(1);
        clock.advance(Duration.ofDays(31));
        upkeep.purge();
        assertThat(deliveries(endpoint)).isEmpty();
        assertThat(endpoints.page(TENANT, Endpoint.Kind.CALLBACK, null, 10)).isEmpty();
        assertThat(endpoints.page(TENANT, Endpoint.Kind.ENDPOINT, null, 10)).hasSize(1);
    }
}
