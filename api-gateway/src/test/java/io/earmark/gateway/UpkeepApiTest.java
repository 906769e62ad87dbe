package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earmark.blob.BlobRef;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.wire.JobMessageCodec;
import io.earmark.wire.Topology;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class UpkeepApiTest extends GatewayServer {

    private static final String QUEUE = Topology.queue(JobKind.SPEAK);

    @Autowired
    RabbitTemplate rabbit;

    @Autowired
    AmqpAdmin admin;

    @Test
    void an_old_blob_that_nothing_points_at_is_removed_and_a_calls_is_kept() throws Exception {
        byte[] audio = sample("1-greeting.wav");
        JsonNode call = body(upload(Multipart.of(audio))).path("call");
        String kept = jdbc.sql("select audio_key from call where tenant = :tenant")
                .param("tenant", tenant)
                .query(String.class)
                .single();
        BlobRef orphan = blobs.write(new ByteArrayInputStream(audio), audio.length);
        Path orphaned = aged(orphan.key());
        aged(kept);
        await("the sweep").until(() -> !Files.exists(orphaned));
        assertThat(get("/calls/" + call.path("id").asString() + "/audio").body())
                .isEqualTo(audio);
    }

    private static Path aged(String key) throws IOException {
        Path file = BLOBS.resolve(key);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        return file;
    }

    @Test
    void a_job_whose_worker_is_lost_is_tried_again() throws Exception {
        JobId id = queued();
        assertThat(jobs.claim(id, "doomed", Duration.ofMillis(1))).isPresent();
        await("the reaper").until(() -> jobs.find(tenant, id).orElseThrow().state() == JobState.RETRYING);
        assertThat(body(get("/jobs/" + id)).path("error").path("type").asString())
                .isEqualTo("worker-lost");
    }

    @Test
    void what_a_wiped_broker_lost_is_announced_again() throws Exception {
        JobId id = queued();
        await("the first announcement").until(() -> sent(id));
        admin.deleteQueue(QUEUE);
        await("the second").atMost(Duration.ofSeconds(40)).ignoreExceptions().until(() -> {
            Message message = rabbit.receive(QUEUE);
            return message != null
                    && JobMessageCodec.decode(message.getBody()).id().equals(id);
        });
    }

    private boolean sent(JobId id) {
        return jdbc.sql("select sent_at is not null from outbox where job_id = :id")
                .param("id", id.value())
                .query(Boolean.class)
                .single();
    }

    private JobId queued() throws Exception {
        return JobId.parse(body(post("/speak", "{\"text\":\"Hello.\"}"))
                .path("job")
                .path("id")
                .asString());
    }
}
