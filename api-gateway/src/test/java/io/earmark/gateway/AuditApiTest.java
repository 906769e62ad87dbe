package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earmark.gateway.access.Scope;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Who did what, over HTTP. */
@TestPropertySource(properties = {"earmark.upkeep.audit=100ms", "earmark.audit.keep=2d"})
class AuditApiTest extends GatewayServer {

    private static final String HELLO = "{\"text\":\"Hello, secret-text.\"}";

    @Test
    void a_submission_is_written_down_with_who_made_it_and_what_it_made() throws Exception {
        String admin = key;
        key = keys.create(tenant, "CRM import", Set.of(Scope.SUBMIT));
        HttpResponse<byte[]> spoken = post("/speak?priority=3", HELLO);
        key = admin;
        JsonNode entry = ended(1).path(0);
        assertThat(entry.path("actor").asString()).isEqualTo("CRM import");
        assertThat(entry.path("tenant").asString()).isEqualTo(tenant);
        assertThat(entry.path("keyId").asString()).isNotBlank();
        assertThat(entry.path("action").asString()).isEqualTo("POST /speak");
        assertThat(entry.path("resource").asString())
                .isEqualTo(spoken.headers().firstValue("Location").orElseThrow());
        assertThat(entry.path("status").asInt()).isEqualTo(202);
        assertThat(entry.path("outcome").asString()).isEqualTo("done");
        assertThat(entry.path("address").asString()).isNotBlank();
        assertThat(entry.path("at").asString()).endsWith("Z");
    }

    @Test
    void every_change_is_there_those_that_came_to_nothing_too_and_looking_is_not() throws Exception {
        String admin = key;
        String unknown = "/jobs/" + UUID.randomUUID();
        post(unknown + "/retry", "");
        post("/speak", "{}");
        get("/jobs");
        upload(Multipart.of("no audio".getBytes(StandardCharsets.UTF_8)));
        key = keys.create(tenant, "reader", Set.of(Scope.READ));
        delete(unknown);
        key = admin;
        assertThat(lines(ended(4)))
                .containsExactly(
                        "reader: DELETE /jobs/{id} " + unknown + " 403 refused",
                        "test: POST /transcribe /transcribe 422 refused",
                        "test: POST /speak /speak 400 refused",
                        "test: POST /jobs/{id}/retry " + unknown + "/retry 404 refused");
    }

    @Test
    void a_held_reply_is_written_down_when_it_is_given() throws Exception {
        HttpResponse<byte[]> held = post("/speak", HELLO, "Prefer", "wait=1");
        assertThat(held.statusCode()).isEqualTo(202);
        assertThat(lines(ended(1)))
                .containsExactly("test: POST /speak "
                        + held.headers().firstValue("Location").orElseThrow() + " 202 done");
    }

    @Test
    void nothing_secret_is_in_it() throws Exception {
        JsonNode made = body(post("/keys", "{\"name\":\"new\",\"scopes\":[\"read\"]}"));
        post(made.path("links").path("rotate").asString(), "");
        post("/speak?secret=query", HELLO);
        ended(3);
        String table = jdbc.sql("select string_agg(audit_entry::text, ' ') from audit_entry where tenant = :tenant")
                .param("tenant", tenant)
                .query(String.class)
                .single();
        assertThat(table)
                .contains("/keys/" + made.path("id").asString())
                .doesNotContain(
                        made.path("secret").asString(), made.path("prefix").asString(), key, "secret-text", "query");
    }

    @Test
    void it_is_read_page_by_page_by_key_and_by_resource() throws Exception {
        String job = body(post("/speak", HELLO))
                .path("job")
                .path("links")
                .path("self")
                .asString();
        post("/speak", HELLO);
        String admin = key;
        key = keys.create(tenant, "operator", Set.of(Scope.OPERATE));
        post(job + "/retry", "");
        key = admin;
        JsonNode all = ended(3);
        JsonNode first = body(get("/audit?limit=2"));
        assertThat(first.path("items").size()).isEqualTo(2);
        JsonNode rest = body(get("/audit?limit=2&cursor=" + first.path("next").asString()));
        assertThat(rest.path("items").path(0).path("id")).isEqualTo(all.path(2).path("id"));
        assertThat(rest.path("next").isNull()).isTrue();

        assertThat(lines(items("/audit?resource=" + job)))
                .containsExactly(
                        "operator: POST /jobs/{id}/retry " + job + "/retry 409 refused",
                        "test: POST /speak " + job + " 202 done");
        assertThat(items("/audit?keyId=" + all.path(0).path("keyId").asString()).size())
                .isOne();
        assertProblem(get("/audit?keyId=me"), 400, "request-invalid");
        assertProblem(get("/audit?cursor=x"), 400, "request-invalid");
        assertProblem(get("/audit?resource=%00"), 400, "request-invalid");
    }

    @Test
    void it_is_the_tenants_own_and_an_operators() throws Exception {
        post("/speak", HELLO);
        ended(1);
        key = keys.create("tenant-" + UUID.randomUUID(), "other");
        assertThat(items("/audit").size()).isZero();
        assertProblem(get("/audit?tenant=" + tenant), 403, "operators-only");
        key = BOOTSTRAP_KEY;
        assertThat(items("/audit?tenant=" + tenant).size()).isOne();
        key = keys.create(tenant, "may not", Set.of(Scope.READ, Scope.OPERATE, Scope.SUBMIT));
        assertProblem(get("/audit"), 403, "scope-missing");
    }

    /** As when a gateway dies in between. */
    @Test
    void what_has_no_answer_is_open_and_old_entries_are_removed() throws Exception {
        post("/speak", HELLO);
        post("/speak", HELLO);
        JsonNode entries = ended(2);
        jdbc.sql("update audit_entry set status = null where id = :id")
                .param("id", Long.parseLong(entries.path(0).path("id").asString()))
                .update();
        jdbc.sql("update audit_entry set started_at = now() - interval '3 days' where id = :id")
                .param("id", Long.parseLong(entries.path(1).path("id").asString()))
                .update();
        await().atMost(Duration.ofSeconds(30)).until(() -> items("/audit").size() == 1);
        JsonNode open = items("/audit").path(0);
        assertThat(open.path("outcome").asString()).isEqualTo("open");
        assertThat(open.has("status")).isFalse();
    }

    private JsonNode items(String path) throws Exception {
        return body(get(path)).path("items");
    }

    /** The answer may be here a moment before it is written down. */
    private JsonNode ended(int entries) throws Exception {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            JsonNode items = items("/audit");
            boolean open = false;
            for (JsonNode item : items) {
                open |= item.path("outcome").asString().equals("open");
            }
            return items.size() == entries && !open;
        });
        return items("/audit");
    }

    private static List<String> lines(JsonNode entries) {
        List<String> lines = new ArrayList<>();
        entries.forEach(entry -> lines.add(entry.path("actor").asString() + ": "
                + entry.path("action").asString() + " " + entry.path("resource").asString() + " "
                + entry.path("status").asInt() + " " + entry.path("outcome").asString()));
        return lines;
    }
}
