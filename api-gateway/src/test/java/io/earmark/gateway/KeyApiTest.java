package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.gateway.access.Scope;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** API keys as a resource. */
class KeyApiTest extends GatewayServer {

    @Test
    void a_key_is_made_and_shows_its_secret_once() throws Exception {
        HttpResponse<byte[]> answer =
                post("/keys", "{\"name\":\"CRM import\",\"scopes\":[\"read\",\"submit\"],\"submissionsPerDay\":7}");
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        JsonNode made = body(answer);
        String self = "/keys/" + made.path("id").asString();
        assertThat(answer.headers().firstValue("Location")).hasValue(self);
        String secret = made.path("secret").asString();
        assertThat(secret)
                .matches("ek_[0-9a-f]{64}")
                .startsWith(made.path("prefix").asString());
        assertThat(texts(made.path("scopes"))).containsExactly("submit", "read");

        JsonNode shown = body(get(self));
        assertThat(shown.has("secret")).isFalse();
        assertThat(shown.path("name").asString()).isEqualTo("CRM import");
        assertThat(shown.path("tenant").asString()).isEqualTo(tenant);
        assertThat(shown.path("state").asString()).isEqualTo("active");
        assertThat(shown.path("submissionsPerDay").asInt()).isEqualTo(7);
        assertThat(shown.has("lastUsedAt")).as("never used").isFalse();
        key = secret;
        assertThat(get("/jobs").statusCode()).isEqualTo(200);
        key = admin();
        assertThat(body(get(self)).path("lastUsedAt").asString()).endsWith("Z");
        assertThat(new String(get("/keys").body(), StandardCharsets.UTF_8))
                .doesNotContain(secret)
                .doesNotContain("hash");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\" \",\"scopes\":[\"read\"]}",
                "{\"name\":\"x\"}",
                "{\"name\":\"x\",\"scopes\":[]}",
                "{\"name\":\"x\",\"scopes\":[\"root\"]}",
                "{\"name\":\"x\",\"scopes\":[null]}",
                "{\"name\":\"x\\u0000\",\"scopes\":[\"read\"]}",
                "{\"name\":\"x\",\"scopes\":[\"read\"],\"expiresAt\":\"tomorrow\"}",
                "{\"name\":\"x\",\"scopes\":[\"read\"],\"expiresAt\":\"2020-01-01T00:00:00Z\"}",
                "{\"name\":\"x\",\"scopes\":[\"read\"],\"submissionsPerDay\":0}"
            })
    void what_makes_no_key_is_refused(String asked) throws Exception {
        assertProblem(post("/keys", asked), 400, "request-invalid");
        assertThat(rows("api_key")).as("the test's own").isOne();
    }

    @ParameterizedTest
    @EnumSource(Scope.class)
    void a_key_without_the_scope_is_told_which_it_lacks(Scope lacking) throws Exception {
        Set<Scope> others = EnumSet.complementOf(EnumSet.of(lacking));
        key = keys.create(tenant, "limited", others);
        String job = "/jobs/" + UUID.randomUUID();
        HttpResponse<byte[]> answer =
                switch (lacking) {
                    case SUBMIT -> post("/speak", "{\"text\":\"Hello.\"}");
                    case READ -> get("/jobs");
                    case OPERATE -> post(job + "/retry", "");
                    case ADMIN -> get("/keys");
                };
        assertThat(assertProblem(answer, 403, "scope-missing")).contains("'" + lacking.label() + "'");
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("insufficient_scope", "scope=\"" + lacking.label() + "\"");
        assertThat(rows("job")).isZero();
    }

    @Test
    void who_may_submit_may_not_look_and_the_other_way_round() throws Exception {
        key = keys.create(tenant, "in", Set.of(Scope.SUBMIT));
        String job = body(post("/speak", "{\"text\":\"Hello.\"}"))
                .path("job")
                .path("id")
                .asString();
        assertProblem(get("/jobs/" + job), 403, "scope-missing");
        assertThat(send(to("/jobs").method("HEAD", HttpRequest.BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(403);
        assertThat(delete("/jobs/" + job).statusCode()).as("taking it back").isEqualTo(200);
        key = keys.create(tenant, "out", Set.of(Scope.READ));
        assertThat(get("/jobs/" + job).statusCode()).isEqualTo(200);
        assertProblem(delete("/jobs/" + job), 403, "scope-missing");
    }

    /** What is checked is what runs. */
    @ParameterizedTest
    @ValueSource(
            strings = {"/%6beys", "/keys;a=b", "//keys", "/jobs/../keys", "/jobs/%2e%2e/keys", "/./keys", "/keys/"})
    void however_a_path_is_written_its_scope_is_asked_for(String path) throws Exception {
        key = keys.create(tenant, "reader", Set.of(Scope.READ));
        HttpResponse<byte[]> answer = get(path);
        assertThat(answer.statusCode()).as("%s", answer).isIn(400, 403, 404);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain("reader");
    }

    @Test
    void a_key_ends_with_its_time_and_stays_listed() throws Exception {
        JsonNode made = body(
                post("/keys", "{\"name\":\"for a day\",\"scopes\":[\"read\"],\"expiresAt\":\"" + inADay() + "\"}"));
        String id = made.path("id").asString();
        jdbc.sql("update api_key set expires_at = now() - interval '1 second' where id = cast(:id as uuid)")
                .param("id", id)
                .update();
        assertThat(body(get("/keys/" + id)).path("state").asString()).isEqualTo("expired");
        assertProblem(post("/keys/" + id + "/rotate", ""), 409, "key-ended");
        key = made.path("secret").asString();
        assertProblem(get("/jobs"), 401, "key-invalid");
    }

    @Test
    void after_a_rotation_both_secrets_are_good_for_as_long_as_they_overlap() throws Exception {
        String mine = key;
        JsonNode made = body(post("/keys", "{\"name\":\"worn\",\"scopes\":[\"read\"]}"));
        String first = made.path("secret").asString();
        String rotate = made.path("links").path("rotate").asString();
        assertThat(status(first)).isEqualTo(200);
        key = mine;
        HttpResponse<byte[]> answer = post(rotate, "{\"overlap\":\"PT1H\"}");
        JsonNode rotated = body(answer);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        String second = rotated.path("secret").asString();
        assertThat(rotated.path("id").asString()).isEqualTo(made.path("id").asString());
        assertThat(rotated.path("former").path("prefix").asString())
                .isEqualTo(made.path("prefix").asString());
        assertThat(List.of(status(first), status(second))).containsExactly(200, 200);

        key = mine;
        String third =
                body(post(rotate, "{\"overlap\":\"PT0S\"}")).path("secret").asString();
        assertThat(List.of(status(first), status(second), status(third))).containsExactly(401, 401, 200);
        key = mine;
        assertThat(assertProblem(post(rotate, "{\"overlap\":\"1 day\"}"), 400, "request-invalid"))
                .contains("PT24H");
    }

    /** Also where it was used a moment before: the gateway that revokes it forgets it at once. */
    @Test
    void a_revoked_key_is_refused_at_once_and_stays_revoked() throws Exception {
        String mine = key;
        JsonNode made = body(post("/keys", "{\"name\":\"lost\",\"scopes\":[\"read\"]}"));
        String secret = made.path("secret").asString();
        String self = made.path("links").path("self").asString();
        assertThat(status(secret)).isEqualTo(200);
        key = mine;
        assertThat(delete(self).statusCode()).isEqualTo(204);
        JsonNode revoked = body(get(self));
        assertThat(revoked.path("state").asString()).isEqualTo("revoked");
        assertThat(status(secret)).isEqualTo(401);
        key = mine;
        assertThat(delete(self).statusCode()).as("again").isEqualTo(204);
        assertThat(body(get(self)).path("revokedAt")).isEqualTo(revoked.path("revokedAt"));
        assertProblem(post(self + "/rotate", ""), 409, "key-ended");
    }

    @Test
    void nobody_locks_themselves_out() throws Exception {
        JsonNode only = body(get("/keys")).path("items").path(0);
        String self = only.path("links").path("self").asString();
        assertProblem(delete(self), 409, "last-admin-key");
        admin();
        assertThat(delete(self).statusCode()).isEqualTo(204);
    }

    @Test
    void keys_are_listed_page_by_page_the_newest_first() throws Exception {
        for (String name : List.of("one", "two")) {
            post("/keys", "{\"name\":\"" + name + "\",\"scopes\":[\"read\"]}");
        }
        JsonNode first = body(get("/keys?limit=2"));
        assertThat(names(first)).containsExactly("two", "one");
        JsonNode rest = body(get("/keys?limit=2&cursor=" + first.path("next").asString()));
        assertThat(names(rest)).containsExactly("test");
        assertThat(rest.path("next").isNull()).isTrue();
        assertProblem(get("/keys?cursor=" + UUID.randomUUID()), 400, "request-invalid");
    }

    @Test
    void keys_of_other_tenants_are_an_operators_to_administer_and_nobody_elses() throws Exception {
        String other = "tenant-" + UUID.randomUUID();
        String asked = "{\"name\":\"first\",\"scopes\":[\"read\",\"admin\"],\"tenant\":\"" + other + "\"}";
        assertProblem(post("/keys", asked), 403, "operators-only");
        assertProblem(get("/keys?tenant=" + other), 403, "operators-only");

        key = BOOTSTRAP_KEY;
        JsonNode made = body(post("/keys", asked));
        String self = made.path("links").path("self").asString();
        assertThat(made.path("tenant").asString()).isEqualTo(other);
        assertThat(names(body(get("/keys?tenant=" + other)))).containsExactly("first");
        assertProblem(get(self), 404, "key-unknown");
        assertThat(get(self + "?tenant=" + other).statusCode()).isEqualTo(200);
        String rotated =
                body(post(self + "/rotate?tenant=" + other, "")).path("secret").asString();
        assertThat(status(rotated)).isEqualTo(200);
        key = BOOTSTRAP_KEY;
        assertThat(delete(self + "?tenant=" + other).statusCode())
                .as("the last one, too")
                .isEqualTo(204);
        assertProblem(post("/keys", asked.replace(other, "../evil")), 400, "request-invalid");

        key = keys.create("default", "an operator's, to look", Set.of(Scope.READ));
        assertProblem(post("/kinds/speak/pause", ""), 403, "scope-missing");
        assertProblem(get("/keys?tenant=" + other), 403, "scope-missing");
    }

    private String admin() {
        return keys.create(tenant, "admin");
    }

    private int status(String secret) throws Exception {
        key = secret;
        return get("/jobs").statusCode();
    }

    private static String inADay() {
        return OffsetDateTime.now(ZoneOffset.UTC).plusDays(1).toString();
    }

    private static List<String> names(JsonNode page) {
        List<String> names = new ArrayList<>();
        page.path("items").forEach(item -> names.add(item.path("name").asString()));
        return names;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.asString()));
        return texts;
    }
}
