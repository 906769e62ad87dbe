package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemApiTest extends GatewayServer {

    @ParameterizedTest
    @ValueSource(strings = {"/jobs", "/calls", "/nowhere", "/actuator/../jobs", "/actuator/env", "/error"})
    void without_a_valid_key_there_is_nothing_but_401(String path) throws Exception {
        key = "ek_0000";
        HttpResponse<byte[]> response = get(path);
        assertProblem(response, 401, "key-invalid");
        assertThat(response.headers().firstValue("WWW-Authenticate"))
                .hasValue("Bearer realm=\"earmark\", error=\"invalid_token\"");
    }

    @Test
    void a_revoked_key_is_a_key_no_more() throws Exception {
        String other = keys.create(tenant, "other");
        jdbc.sql("update api_key set revoked_at = now() where name = 'other' and tenant = :tenant")
                .param("tenant", tenant)
                .update();
        key = other;
        assertProblem(get("/jobs"), 401, "key-invalid");
    }

    @Test
    void keys_are_kept_as_hashes_only() {
        String all = jdbc.sql("select string_agg(api_key::text, ' ') from api_key")
                .query(String.class)
                .single();
        assertThat(all).doesNotContain(key).contains(key.substring(0, 10));
    }

    @Test
    void the_key_from_outside_is_let_in() throws Exception {
        key = BOOTSTRAP_KEY;
        assertThat(get("/jobs").statusCode()).isEqualTo(200);
    }

    @Test
    void index_health_and_metrics_are_open() throws Exception {
        key = "none";
        assertThat(body(get("/")).path("name").asString()).isEqualTo("Earmark");
        assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        assertThat(new String(get("/actuator/prometheus").body(), StandardCharsets.UTF_8))
                .contains("earmark_relay_published_total", "earmark_outbox_oldest_seconds{kind=\"transcribe\"}");
    }

    @Test
    void springs_own_errors_are_problems_too() throws Exception {
        assertProblem(get("/nowhere"), 404, "not-found");
        assertProblem(get("/error"), 404, "not-found");
        assertProblem(get("/transcribe"), 405, "method-not-allowed");
        assertProblem(send(to("/jobs").header("Accept", "image/png").GET()), 406, "not-acceptable");
        HttpRequest.Builder text =
                to("/speak").header("Content-Type", "text/plain").POST(HttpRequest.BodyPublishers.ofString("hello"));
        assertProblem(send(text), 415, "unsupported-media-type");
        assertProblem(post("/speak", "{\"text\":"), 400, "request-invalid");
    }

    @Test
    void what_the_server_itself_refuses_is_a_problem_too() throws Exception {
        assertProblem(get("/jobs/%00"), 400, "bad-request");
        assertThat(assertProblem(get("/jobs?cursor=%00"), 400, "request-invalid"))
                .doesNotContain("Exception");
    }

    @Test
    void list_parameters_are_checked() throws Exception {
        assertProblem(get("/jobs?limit=0"), 400, "request-invalid");
        assertProblem(get("/calls?limit=201"), 400, "request-invalid");
        assertThat(assertProblem(get("/calls?limit=many"), 400, "request-invalid"))
                .contains("limit", "many");
        assertThat(assertProblem(get("/jobs?state=LOST"), 400, "request-invalid"))
                .contains("QUEUED");
        assertProblem(get("/jobs?cursor=x"), 400, "request-invalid");
        assertProblem(get("/calls?cursor=8fa7f4ce-93a7-4a2e-8d0c-2f4c5c1e9a11"), 400, "request-invalid");
        assertProblem(get("/jobs?callId=8fa7f4ce-93a7-4a2e-8d0c-2f4c5c1e9a11"), 404, "call-unknown");
    }
}
