package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.job.Failure;
import io.earmark.job.JobId;
import io.earmark.store.Jobs;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class JobApiTest extends GatewayServer {

    private static final Failure CRASH = new Failure("crash", "It crashed", "The engine crashed.");

    @Test
    void a_job_tells_how_it_stands() throws Exception {
        JobId id = queued();
        JsonNode waiting = body(get("/jobs/" + id));
        assertThat(waiting.path("state").asString()).isEqualTo("QUEUED");
        assertThat(waiting.path("queuePosition").isIntegralNumber()).isTrue();
        assertThat(waiting.path("maxAttempts").asInt()).isPositive();
        assertThat(waiting.path("createdAt").asString()).endsWith("Z");
        assertThat(waiting.has("callId")).isFalse();
        assertThat(waiting.has("error")).isFalse();

        long token = claim(id);
        jobs.keep(id, token, LEASE, 0.4, "speaking");
        JsonNode running = body(get("/jobs/" + id));
        assertThat(running.path("progress").asDouble()).isEqualTo(0.4);
        assertThat(running.path("stage").asString()).isEqualTo("speaking");
        assertThat(running.path("attempts").asInt()).isEqualTo(1);
        assertThat(running.has("queuePosition")).isFalse();

        jobs.fail(id, token, CRASH, true);
        JsonNode failed = body(get("/jobs/" + id));
        assertThat(failed.path("error").path("type").asString()).isEqualTo("crash");
        assertThat(failed.path("finishedAt").asString()).endsWith("Z");
        JsonNode attempts = body(get("/jobs/" + id + "/attempts")).path("items");
        assertThat(attempts).hasSize(1);
        assertThat(attempts.path(0).path("worker").asString()).isEqualTo("test-worker");
        assertThat(attempts.path(0).path("number").asInt()).isEqualTo(1);
        assertThat(attempts.path(0).path("outcome").asString()).isEqualTo("FAILED");
        assertThat(attempts.path(0).path("detail").asString()).isEqualTo(CRASH.detail());
        assertThat(attempts.path(0).path("finishedAt").asString()).endsWith("Z");
        HttpResponse<byte[]> request = get("/jobs/" + id + "/request");
        assertThat(request.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(body(request).path("text").asString()).isEqualTo("Hello.");
    }

    @Test
    void jobs_are_listed_by_state_and_kind_page_by_page() throws Exception {
        JobId first = queued();
        JobId second = queued();
        jobs.fail(first, claim(first), CRASH, true);
        JsonNode failed = body(get("/jobs?state=FAILED&kind=SPEAK"));
        assertThat(failed.path("items")).hasSize(1);
        assertThat(failed.path("items").path(0).path("id").asString()).isEqualTo(first.toString());
        assertThat(body(get("/jobs?kind=REPLAY")).path("items")).isEmpty();

        JsonNode page = body(get("/jobs?limit=1"));
        assertThat(page.path("items").path(0).path("id").asString()).isEqualTo(second.toString());
        JsonNode rest = body(get("/jobs?limit=1&cursor=" + page.path("next").asString()));
        assertThat(rest.path("items").path(0).path("id").asString()).isEqualTo(first.toString());
        assertThat(rest.path("next").isNull()).isTrue();
    }

    @Test
    void a_waiting_job_is_cancelled_at_once_and_a_running_one_when_its_worker_hears() throws Exception {
        JobId waiting = queued();
        HttpResponse<byte[]> at_once = delete("/jobs/" + waiting);
        assertThat(at_once.statusCode()).isEqualTo(200);
        assertThat(body(at_once).path("state").asString()).isEqualTo("CANCELLED");
        assertThat(delete("/jobs/" + waiting).statusCode()).as("again").isEqualTo(200);

        JobId running = queued();
        long token = claim(running);
        assertThat(delete("/jobs/" + running).statusCode()).isEqualTo(202);
        assertThat(jobs.keep(running, token, LEASE, 0, null)).isEqualTo(Jobs.Heartbeat.CANCEL_REQUESTED);
        jobs.fail(running, token, CRASH, true);
        assertThat(body(get("/jobs/" + running)).path("state").asString())
                .as("the wish stands, however the attempt ended")
                .isEqualTo("CANCELLED");

        JobId failed = queued();
        jobs.fail(failed, claim(failed), CRASH, true);
        assertProblem(delete("/jobs/" + failed), 409, "state-conflict");
    }

    @Test
    void only_a_failed_job_is_tried_afresh() throws Exception {
        JobId id = queued();
        assertProblem(retry(id.toString()), 409, "state-conflict");
        jobs.fail(id, claim(id), CRASH, true);
        HttpResponse<byte[]> again = retry(id.toString());
        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(body(again).path("state").asString()).isEqualTo("QUEUED");
        assertThat(body(again).path("attempts").asInt()).isZero();
    }

    @Test
    void unknown_ids_are_404_and_never_pending() throws Exception {
        String anothers = queued().toString();
        key = keys.create("rival-of-" + tenant, "test");
        for (String id : List.of(anothers, JobId.of(Instant.EPOCH).toString(), "nonsense", "%20")) {
            assertProblem(get("/jobs/" + id), 404, "job-unknown");
            assertProblem(get("/jobs/" + id + "/audio"), 404, "job-unknown");
            assertProblem(get("/jobs/" + id + "/attempts"), 404, "job-unknown");
            assertProblem(get("/jobs/" + id + "/request"), 404, "job-unknown");
            assertProblem(delete("/jobs/" + id), 404, "job-unknown");
            assertProblem(retry(id), 404, "job-unknown");
        }
    }

    private HttpResponse<byte[]> retry(String id) throws Exception {
        return send(to("/jobs/" + id + "/retry").POST(HttpRequest.BodyPublishers.noBody()));
    }

    private JobId queued() throws Exception {
        return JobId.parse(body(post("/speak", "{\"text\":\"Hello.\"}"))
                .path("job")
                .path("id")
                .asString());
    }
}
