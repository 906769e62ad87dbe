package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.store.Kinds;
import io.earmark.wire.JobMessageCodec;
import io.earmark.wire.Topology;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class KindApiTest extends GatewayServer {

    private static final int MANY = 100_000;

    @Autowired
    RabbitTemplate rabbit;

    @Autowired
    Kinds kinds;

    @AfterEach
    void go_on() {
        kinds.resume(JobKind.SPEAK);
    }

    @Test
    void an_operator_pauses_a_kind_and_lets_it_go_on() throws Exception {
        key = BOOTSTRAP_KEY;
        JsonNode paused = body(post("/kinds/speak/pause", ""));
        assertThat(paused.path("paused").asBoolean()).isTrue();
        assertThat(paused.path("pausedBy").asString()).isEqualTo("default");
        assertThat(paused.path("pausedAt").asString()).endsWith("Z");
        assertThat(item("SPEAK").path("paused").asBoolean()).isTrue();
        assertThat(item("REPLAY").path("paused").asBoolean()).isFalse();

        JobId id = queued();
        assertThat(jobs.claim(id, "w", LEASE)).isEmpty();
        assertThat(body(post("/kinds/SPEAK/resume", "")).path("paused").asBoolean())
                .isFalse();
        await("the announcement").until(() -> {
            Message message = rabbit.receive(Topology.queue(JobKind.SPEAK));
            return message != null
                    && JobMessageCodec.decode(message.getBody()).id().equals(id);
        });
        assertThat(jobs.claim(id, "w", LEASE)).isPresent();
    }

    /** However many wait: those with the broker are refused, and no more come. */
    @Test
    void with_100_000_waiting_a_pause_is_felt_at_once() throws Exception {
        makeMany();
        await("the first to be sent").until(() -> sent() > 0);
        key = BOOTSTRAP_KEY;
        assertThat(post("/kinds/speak/pause", "").statusCode()).isEqualTo(200);

        await("the messages of before to be used up")
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    Message message = rabbit.receive(Topology.queue(JobKind.SPEAK));
                    if (message != null) {
                        JobId id = JobMessageCodec.decode(message.getBody()).id();
                        assertThat(jobs.claim(id, "w", LEASE)).isEmpty();
                    }
                    return sent() == 0;
                });
        assertThat(jdbc.sql("select count(*) from outbox where tenant = :tenant")
                        .param("tenant", tenant)
                        .query(Long.class)
                        .single())
                .isEqualTo(MANY);
        jdbc.sql("delete from job where tenant = :tenant")
                .param("tenant", tenant)
                .update();
    }

    /** A connection keeps its plan of how a row that is referred to is found: one for few rows would read all of them, for each. */
    private void makeMany() {
        // What other tests left with the broker would be in the way.
        jdbc.sql("delete from job where kind = 'SPEAK'").update();
        jdbc.sql("""
                        insert into job (id, kind, state, tenant, priority, request, progress, attempts, max_attempts,
                                         created_at, not_before, cancel_requested, warnings)
                        select gen_random_uuid(), 'SPEAK', 'QUEUED', :tenant, 5, '{}', 0, 0, 5, now(), now(), false, '[]'
                        from generate_series(1, :many)
                        """).param("tenant", tenant).param("many", MANY).update();
        jdbc.sql("analyze job").update();
        jdbc.sql("""
                        insert into outbox (job_id, kind, tenant, priority, due_at)
                        select id, 'SPEAK', :tenant, 5, now() from job where tenant = :tenant
                        """).param("tenant", tenant).update();
        jdbc.sql("analyze outbox").update();
    }

    @Test
    void others_may_look_but_not_pause() throws Exception {
        assertProblem(post("/kinds/speak/pause", ""), 403, "operators-only");
        assertProblem(post("/kinds/speak/resume", ""), 403, "operators-only");
        assertThat(get("/kinds").statusCode()).isEqualTo(200);
        key = BOOTSTRAP_KEY;
        HttpResponse<byte[]> unknown = post("/kinds/dance/pause", "");
        assertProblem(unknown, 404, "kind-unknown");
    }

    private JsonNode item(String kind) throws Exception {
        for (JsonNode item : body(get("/kinds")).path("items")) {
            if (item.path("kind").asString().equals(kind)) {
                return item;
            }
        }
        throw new AssertionError("no " + kind);
    }

    private long sent() {
        return jdbc.sql(
                        "select count(*) from outbox where tenant = :tenant and (sent_at is not null or held_until > now())")
                .param("tenant", tenant)
                .query(Long.class)
                .single();
    }

    private JobId queued() throws Exception {
        return JobId.parse(body(post("/speak", "{\"text\":\"Hello.\"}"))
                .path("job")
                .path("id")
                .asString());
    }
}
