package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.store.Jobs.Heartbeat;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ErasureApiTest extends GatewayServer {

    @Test
    void a_call_is_forgotten_with_all_that_was_made_of_it_and_a_receipt_tells() throws Exception {
        jdbc.sql("""
                        insert into webhook_endpoint (id, tenant, kind, url, types, payload, state, created_at)
                        values (gen_random_uuid(), :tenant, 'ENDPOINT', 'https://example.com', '{}', 'THIN', 'PAUSED', now())
                        """).param("tenant", tenant).update();
        JsonNode accepted = body(upload(Multipart.of(sample("1-greeting.wav")), "Idempotency-Key", "once"));
        String call = accepted.path("call").path("id").asString();
        JobId job = JobId.parse(accepted.path("job").path("id").asString());
        jobs.complete(job, claim(job), SearchApiTest.transcript("The pricing is fair."), List.of());
        Path recording = BLOBS.resolve(audioKey(call));
        assertThat(recording).exists();

        JsonNode receipt = body(delete("/calls/" + call));

        assertThat(receipt.path("callId").asString()).isEqualTo(call);
        assertThat(receipt.path("erasedBy").asString()).isEqualTo("test");
        assertThat(receipt.path("audioSha256").asString())
                .isEqualTo(accepted.path("call").path("sha256").asString());
        assertThat(receipt.path("complete").asBoolean()).isTrue();
        assertThat(receipt.path("removed").path("recordings").asInt()).isEqualTo(1);
        assertThat(receipt.path("removed").path("transcripts").asInt()).isEqualTo(1);
        assertThat(receipt.path("removed").path("jobs").asInt()).as("and COACH").isEqualTo(2);
        assertThat(receipt.path("removed").path("idempotencyKeys").asInt()).isEqualTo(1);
        assertThat(receipt.path("removed").path("webhookDeliveries").asInt()).isEqualTo(1);

        assertThat(recording).doesNotExist();
        assertProblem(get("/calls/" + call), 404, "call-unknown");
        assertProblem(get("/jobs/" + job), 404, "job-unknown");
        assertProblem(delete("/calls/" + call), 404, "call-unknown");
        for (String table : List.of("call", "job", "outbox", "event", "idempotency_key")) {
            assertThat(rows(table)).as(table).isZero();
        }
        assertThat(body(get("/erasures")).path("items").path(0)).isEqualTo(receipt);
        assertThat(body(get("/erasures/" + receipt.path("id").asString()))).isEqualTo(receipt);
    }

    @Test
    void a_worker_in_the_middle_of_it_finds_its_lease_gone_and_leaves_nothing() throws Exception {
        JsonNode accepted = body(upload(Multipart.of(sample("1-greeting.wav"))));
        JobId job = JobId.parse(accepted.path("job").path("id").asString());
        long token = claim(job);
        assertThat(delete("/calls/" + accepted.path("call").path("id").asString())
                        .statusCode())
                .isEqualTo(200);
        assertThat(jobs.keep(job, token, LEASE, 0.5, null)).isEqualTo(Heartbeat.LOST);
        assertThat(jobs.complete(job, token, SearchApiTest.transcript("Too late."), List.of()))
                .isFalse();
        assertThat(rows("job")).isZero();
    }

    @Test
    void a_file_that_cannot_be_removed_at_once_is_removed_later() throws Exception {
        String call = uploaded();
        Path recording = BLOBS.resolve(audioKey(call));
        // As after a crash between the commit and the removal.
        jdbc.sql("""
                        insert into erasure (id, tenant, call_id, erased_at, erased_by, audio_sha256, removed, blobs)
                        values (:id, :tenant, :call, now(), 'test', '00', '{}', array[:blob])
                        """)
                .param("id", UUID.randomUUID())
                .param("tenant", tenant)
                .param("call", UUID.fromString(call))
                .param("blob", audioKey(call))
                .update();
        await().until(() -> !Files.exists(recording));
        await().until(() ->
                body(get("/erasures")).path("items").path(0).path("complete").asBoolean());
    }

    @Test
    void a_call_under_a_legal_hold_stays_until_that_is_lifted() throws Exception {
        String call = uploaded();
        assertThat(body(get("/calls/" + call + "/hold")).path("since").isNull()).isTrue();
        assertProblem(hold(call, " "), 400, "request-invalid");
        JsonNode held = body(hold(call, "Case 7"));
        assertThat(held.path("reason").asString()).isEqualTo("Case 7");
        assertThat(held.path("by").asString()).isEqualTo("test");
        assertThat(body(get("/calls/" + call + "/hold"))).isEqualTo(held);

        assertThat(assertProblem(delete("/calls/" + call), 409, "call-held"))
                .contains("DELETE /calls/" + call + "/hold");
        assertThat(get("/calls/" + call).statusCode()).isEqualTo(200);

        assertThat(delete("/calls/" + call + "/hold").statusCode()).isEqualTo(204);
        assertThat(delete("/calls/" + call).statusCode()).isEqualTo(200);
    }

    @Test
    void a_tenant_says_how_long_its_calls_are_kept() throws Exception {
        String old = uploaded();
        String held = uploaded();
        hold(held, "Case 7");
        for (String call : List.of(old, held)) {
            for (Job job : jobs.page(tenant, JobState.QUEUED, JobKind.TRANSCRIBE, null, null, 10)) {
                jobs.requestCancel(tenant, job.id());
            }
            jdbc.sql("update call set created_at = created_at - interval '31 days' where id = :id")
                    .param("id", UUID.fromString(call))
                    .update();
        }
        String recent = uploaded();
        assertThat(body(get("/retention")).path("callsDays").isNull()).isTrue();
        assertProblem(retention("0"), 400, "request-invalid");
        assertThat(body(retention("30")).path("callsDays").asInt()).isEqualTo(30);

        await("the retention").until(() -> get("/calls/" + old).statusCode() == 404);
        assertThat(get("/calls/" + held).statusCode()).isEqualTo(200);
        assertThat(get("/calls/" + recent).statusCode()).isEqualTo(200);
        assertThat(body(retention("null")).path("callsDays").isNull()).isTrue();
        assertThat(body(get("/retention")).path("callsDays").isNull()).isTrue();
    }

    private HttpResponse<byte[]> retention(String days) throws Exception {
        return put("/retention", "{\"callsDays\":" + days + "}");
    }

    private HttpResponse<byte[]> hold(String call, String reason) throws Exception {
        return put("/calls/" + call + "/hold", "{\"reason\":\"" + reason + "\"}");
    }

    private HttpResponse<byte[]> put(String path, String body) throws Exception {
        return send(to(path).header("Content-Type", "application/json").PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    private String uploaded() throws Exception {
        return body(upload(Multipart.of(sample("1-greeting.wav"))))
                .path("call")
                .path("id")
                .asString();
    }

    private String audioKey(String call) {
        return jdbc.sql("select audio_key from call where id = :id")
                .param("id", UUID.fromString(call))
                .query(String.class)
                .single();
    }
}
