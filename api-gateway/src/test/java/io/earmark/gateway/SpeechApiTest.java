package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earmark.blob.BlobRef;
import io.earmark.call.SpokenAudio;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.wire.JobMessageCodec;
import io.earmark.wire.Topology;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;

class SpeechApiTest extends GatewayServer {

    @Autowired
    RabbitTemplate rabbit;

    @Test
    void a_text_is_queued_and_announced_to_the_broker() throws Exception {
        HttpResponse<byte[]> response = post("/speak", "{\"text\":\"Hello there.\",\"format\":\"mp3\"}");
        assertThat(response.statusCode()).isEqualTo(202);
        String id = body(response).path("job").path("id").asString();
        assertThat(response.headers().firstValue("Location")).hasValue("/jobs/" + id);
        assertThat(body(response).path("job").path("links").path("audio").asString())
                .isEqualTo("/jobs/" + id + "/audio");
        await("the relay").until(() -> announced(id));
    }

    private boolean announced(String id) {
        Message message = rabbit.receive(Topology.queue(JobKind.SPEAK));
        return message != null
                && JobMessageCodec.decode(message.getBody()).id().toString().equals(id);
    }

    @Test
    void a_client_that_waits_is_given_the_audio_itself() throws Exception {
        HttpRequest request = to("/speak")
                .headers("Content-Type", "application/json", "Prefer", "wait=30")
                .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"Hello there.\"}"))
                .build();
        CompletableFuture<HttpResponse<byte[]>> reply =
                http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        await().until(() -> rows("job") == 1);
        JobId id = jobs.page(tenant, null, null, null, null, 1).get(0).id();
        byte[] audio = sample("1-greeting.wav");
        BlobRef blob = blobs.write(new ByteArrayInputStream(audio), audio.length);
        jobs.complete(id, claim(id), new SpokenAudio(blob, "audio/wav", 3), List.of());

        HttpResponse<byte[]> response = reply.get();
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("audio/wav");
        assertThat(response.headers().firstValue("Preference-Applied")).hasValue("wait=30");
        assertThat(response.body()).isEqualTo(audio);
        assertThat(get("/jobs/" + id + "/audio").body()).isEqualTo(audio);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"text\":\" \"}",
                "{\"text\":\"a\",\"rate\":3}",
                "{\"text\":\"a\",\"pitch\":-13}",
                "{\"text\":\"a\",\"format\":\"ogg\"}",
                "{\"text\":\"a\\u0000\"}",
                "{\"text\":{}}",
                "[]",
                "null",
                "{\"text\":\"a\",\"rate\":\"fast\"}"
            })
    void what_cannot_be_spoken_is_refused(String request) throws Exception {
        assertProblem(post("/speak", request), 400, "request-invalid");
        assertThat(rows("job")).isZero();
    }

    @Test
    void a_text_that_is_too_long_is_refused() throws Exception {
        assertThat(assertProblem(post("/speak", "{\"text\":\"" + "a".repeat(201) + "\"}"), 400, "request-invalid"))
                .contains("200");
    }

    @Test
    void audio_that_is_not_there_yet_says_what_to_poll() throws Exception {
        String id = body(post("/speak", "{\"text\":\"Hello.\"}"))
                .path("job")
                .path("id")
                .asString();
        assertThat(assertProblem(get("/jobs/" + id + "/audio"), 409, "audio-not-ready"))
                .contains("poll /jobs/" + id);
    }
}
