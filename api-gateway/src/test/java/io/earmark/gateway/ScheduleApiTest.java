package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.job.Failure;
import io.earmark.job.Job;
import io.earmark.job.JobId;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ScheduleApiTest extends GatewayServer {

    private static final String LATER = Instant.now().plus(Duration.ofHours(1)).toString();

    @Test
    void a_submission_says_when_it_is_to_have_its_turn() throws Exception {
        JsonNode spoken = body(post("/speak?priority=7&notBefore=" + LATER, "{\"text\":\"Hello.\"}"))
                .path("job");
        assertThat(spoken.path("priority").asInt()).isEqualTo(7);
        assertThat(Instant.parse(spoken.path("notBefore").asString()))
                .isCloseTo(Instant.parse(LATER), org.assertj.core.api.Assertions.within(Duration.ofMillis(1)));
        JobId id = JobId.parse(spoken.path("id").asString());
        assertThat(jobs.claim(id, "w", LEASE)).as("not yet").isEmpty();
        assertThat(body(get("/jobs/" + id)).has("queuePosition"))
                .as("not in line")
                .isFalse();

        JsonNode usual = body(post("/speak", "{\"text\":\"Hello.\"}")).path("job");
        assertThat(usual.path("priority").asInt()).isEqualTo(Job.DEFAULT_PRIORITY);
    }

    @Test
    void a_recording_has_a_turn_too() throws Exception {
        Multipart body = Multipart.of(sample("1-greeting.wav"));
        HttpRequest.Builder upload = to("/transcribe?priority=2&notBefore=2020-01-01T00:00:00%2B01:00")
                .header("Content-Type", body.contentType())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.bytes()));
        HttpResponse<byte[]> response = send(upload);
        assertThat(response.statusCode()).isEqualTo(202);
        JsonNode job = body(response).path("job");
        assertThat(job.path("priority").asInt()).isEqualTo(2);
        claim(JobId.parse(job.path("id").asString()));
    }

    @Test
    void a_waiting_job_is_given_another_turn() throws Exception {
        JobId id = queued();
        JsonNode changed = body(patch(id, "{\"priority\":9,\"notBefore\":\"" + LATER + "\"}"));
        assertThat(changed.path("priority").asInt()).isEqualTo(9);
        assertThat(jobs.claim(id, "w", LEASE)).isEmpty();
        assertThat(patch(id, "{\"notBefore\":\"2020-01-01T00:00:00Z\"}").statusCode())
                .isEqualTo(200);
        long token = claim(id);
        assertThat(assertProblem(patch(id, "{\"priority\":1}"), 409, "state-conflict"))
                .contains("RUNNING");
        jobs.fail(id, token, new Failure("crash", "It crashed", "The engine crashed."), true);
        assertProblem(patch(id, "{\"priority\":1}"), 409, "state-conflict");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"priority\":10}",
                "{\"priority\":-1}",
                "{\"priority\":\"high\"}",
                "{\"notBefore\":\"tomorrow\"}",
                "{\"notBefore\":\"2026-03-02T09:00:00\"}",
                "{\"notBefore\":\"+999999-01-01T00:00:00Z\"}"
            })
    void a_turn_that_there_is_not_is_refused(String change) throws Exception {
        assertProblem(patch(queued(), change), 400, "request-invalid");
    }

    @Test
    void submissions_with_a_turn_that_there_is_not_are_refused() throws Exception {
        assertThat(assertProblem(post("/speak?priority=10", "{\"text\":\"Hello.\"}"), 400, "request-invalid"))
                .contains("0 to 9");
        assertProblem(post("/speak?priority=high", "{\"text\":\"Hello.\"}"), 400, "request-invalid");
        assertProblem(post("/replay?notBefore=soon", "{}"), 400, "request-invalid");
        assertThat(rows("job")).isZero();
    }

    @Test
    void anothers_job_is_unknown() throws Exception {
        JobId anothers = queued();
        key = keys.create("rival-of-" + tenant, "test");
        assertProblem(patch(anothers, "{\"priority\":1}"), 404, "job-unknown");
    }

    private HttpResponse<byte[]> patch(JobId id, String change) throws Exception {
        return send(to("/jobs/" + id)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(change)));
    }

    private JobId queued() throws Exception {
        return JobId.parse(body(post("/speak", "{\"text\":\"Hello.\"}"))
                .path("job")
                .path("id")
                .asString());
    }
}
