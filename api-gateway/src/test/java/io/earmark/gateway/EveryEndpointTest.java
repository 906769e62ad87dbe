package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.gateway.EndpointTable.Row;
import io.earmark.gateway.EndpointTable.Stranger;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** Walks every endpoint that Spring serves, so that a new one fails here until somebody says who may use it. */
@TestPropertySource(
        properties = {
            "earmark.secrets.key=000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
            "earmark.outbound.allow=127.0.0.0/8",
            "earmark.outbound.plain-http=true"
        })
class EveryEndpointTest extends GatewayServer {

    /** Index and description want no key; errors are forwarded inside. */
    private static final Set<String> OPEN = Set.of("GET /", "GET /openapi", "GET /openapi.yaml");

    private static final Set<String> INSIDE = Set.of("/error");
    private static final List<String> ORDER = List.of("GET", "PATCH", "PUT", "POST", "DELETE");
    /** Nobody listens there: a delivery is tried, and fails. */
    private static final String NOWHERE = "http://127.0.0.1:1/hook";

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    @Test
    void every_endpoint_is_in_the_table_and_nothing_else() {
        Set<String> served = new TreeSet<>();
        for (RequestMappingInfo mapping : mappings.getHandlerMethods().keySet()) {
            for (String path : mapping.getPatternValues()) {
                Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
                assertThat(methods.isEmpty()).as("%s serves every method", path).isEqualTo(INSIDE.contains(path));
                methods.forEach(method -> served.add(method + " " + path));
            }
        }
        served.removeAll(OPEN);
        assertThat(EndpointTable.ROWS.stream().map(Row::endpoint).toList())
                .as("lines of EndpointTable")
                .containsExactlyInAnyOrderElementsOf(served);
    }

    @Test
    void without_a_key_there_is_nothing_but_401() throws Exception {
        Belongings somebodys = belongings();
        key = "ek_" + "0".repeat(64);
        SoftAssertions all = new SoftAssertions();
        for (Row row : EndpointTable.ROWS) {
            Reply reply = ask(row, somebodys);
            all.assertThat(reply.status()).as(row.endpoint()).isEqualTo(401);
            all.assertThat(reply.text()).as(row.endpoint()).contains("urn:earmark:problem:key-invalid");
        }
        all.assertAll();
    }

    @Test
    void without_the_scope_there_is_a_403_that_names_it() throws Exception {
        Belongings mine = belongings();
        String before = state();
        SoftAssertions all = new SoftAssertions();
        for (Row row : EndpointTable.ROWS) {
            key = keys.create(tenant, "lacking", EnumSet.complementOf(EnumSet.of(row.scope())));
            Reply reply = ask(row, mine);
            all.assertThat(reply.status()).as(row.endpoint()).isEqualTo(403);
            all.assertThat(reply.text())
                    .as(row.endpoint())
                    .contains(
                            "urn:earmark:problem:scope-missing",
                            "scope '" + row.scope().label() + "'");
        }
        all.assertAll();
        assertThat(state()).as("what there is").isEqualTo(before);
    }

    @Test
    void with_the_scope_alone_every_endpoint_is_open_to_its_owner() throws Exception {
        Belongings mine = belongings();
        SoftAssertions all = new SoftAssertions();
        for (Row row : lookingFirst()) {
            String of = row.stranger() == Stranger.IS_TOLD_OPERATORS_ONLY ? "default" : tenant;
            key = keys.create(of, "only " + row.scope(), Set.of(row.scope()));
            all.assertThat(ask(row, mine).status())
                    .as("%s finds what is there, whatever it then says of it", row.endpoint())
                    .isNotIn(401, 403, 404, 405, 415, 500);
        }
        all.assertAll();
    }

    @Test
    void ids_of_another_tenant_are_unknown_everywhere() throws Exception {
        Belongings theirs = belongings();
        String before = state();
        SoftAssertions all = new SoftAssertions();
        for (Row row : EndpointTable.ROWS) {
            // Each time a new one: what somebody has asked for is in their own audit log.
            key = keys.create("tenant-" + UUID.randomUUID(), "a stranger who may do everything");
            Reply reply = ask(row, theirs);
            switch (row.stranger()) {
                case IS_TOLD_404 ->
                    all.assertThat(reply.status()).as(row.endpoint()).isEqualTo(404);
                case IS_TOLD_OPERATORS_ONLY ->
                    all.assertThat(reply.text()).as(row.endpoint()).contains("problem:operators-only");
                case SEES_ITS_OWN -> {
                    all.assertThat(reply.status()).as(row.endpoint()).isLessThan(500);
                    theirs.ids()
                            .forEach(id -> all.assertThat(reply.text())
                                    .as(row.endpoint())
                                    .doesNotContain(id));
                }
            }
        }
        all.assertAll();
        assertThat(state()).as("what the other tenant has").isEqualTo(before);
    }

    /** Of a path with two ids, one may be the asker's own. */
    @Test
    void an_own_id_opens_nothing_beneath_it_that_is_anothers() throws Exception {
        Belongings theirs = belongings();
        String before = state();
        String other = "tenant-" + UUID.randomUUID();
        key = keys.create(other, "stranger");
        Belongings own = new Belongings().with("webhook", webhook());
        SoftAssertions all = new SoftAssertions();
        for (Row row : EndpointTable.ROWS) {
            if (row.path().matches("/webhooks/\\{id}/.*\\{.*")) {
                Reply reply = ask(row, theirs.but("webhook", own.id("webhook")));
                all.assertThat(reply.status()).as(row.endpoint()).isEqualTo(404);
            }
        }
        all.assertAll();
        assertThat(state()).as("what the other tenant has").isEqualTo(before);
    }

    @Test
    void ids_in_queries_are_unknown_too() throws Exception {
        Belongings theirs = belongings();
        key = keys.create("tenant-" + UUID.randomUUID(), "stranger");
        String own = webhook();
        assertProblem(get("/jobs?callId=" + theirs.id("call")), 404, "call-unknown");
        for (String cursor : List.of(
                "/jobs?cursor=" + theirs.id("job"),
                "/calls?cursor=" + theirs.id("call"),
                "/webhooks?cursor=" + theirs.id("webhook"),
                "/webhooks/" + own + "/deliveries?cursor=" + theirs.id("delivery"),
                "/batches?cursor=" + theirs.id("batch"),
                "/keys?cursor=" + theirs.id("apiKey"))) {
            assertProblem(get(cursor), 400, "request-invalid");
        }
        assertThat(body(get("/audit?keyId=" + theirs.id("apiKey")))
                        .path("items")
                        .isEmpty())
                .isTrue();
    }

    /** What is looked at first, and what is removed last: things before what they are in. */
    private static List<Row> lookingFirst() {
        return EndpointTable.ROWS.stream()
                .sorted(Comparator.comparingInt((Row row) -> ORDER.indexOf(row.method()))
                        .thenComparing(
                                Comparator.comparingInt((Row row) -> row.path().length())
                                        .reversed()))
                .toList();
    }

    /** One of each, made over HTTP as the tenant does. */
    private Belongings belongings() throws Exception {
        String call = body(upload(Multipart.of(sample("5-call-price-stereo.wav"))))
                .path("call")
                .path("id")
                .asString();
        String forgotten = body(upload(Multipart.of(sample("5-call-price-stereo.wav"))))
                .path("call")
                .path("id")
                .asString();
        String erasure = body(delete("/calls/" + forgotten)).path("id").asString();
        String job = body(post("/speak", "{\"text\":\"Hello.\"}"))
                .path("job")
                .path("id")
                .asString();
        String webhook = webhook();
        String apiKey = made("/keys", "{\"name\":\"one more\",\"scopes\":[\"read\"]}");
        UUID deadLetter = UUID.randomUUID();
        jdbc.sql("""
                        insert into dead_letter (id, digest, received_at, last_at, times, body, properties)
                        values (:id, :digest, now(), now(), 1, 'x', '{}')
                        """)
                .param("id", deadLetter)
                .param("digest", deadLetter.toString())
                .update();
        String upload = send(to("/uploads").header("Upload-Length", "100").POST(BodyPublishers.noBody()))
                .headers()
                .firstValue("Location")
                .orElseThrow();
        return new Belongings()
                .with("upload", upload.substring("/uploads/".length()))
                .with("call", call)
                .with("job", job)
                .with("erasure", erasure)
                .with("webhook", webhook)
                .with("batch", made("/batches", "{\"items\":[{}]}"))
                .with("delivery", made("/webhooks/" + webhook + "/test", ""))
                .with("signingKey", made("/webhooks/" + webhook + "/keys", ""))
                .with("ownSigningKey", made("/webhook-keys", ""))
                .with("apiKey", apiKey)
                .with("deadLetter", deadLetter.toString());
    }

    private String webhook() throws Exception {
        return made("/webhooks", "{\"url\":\"" + NOWHERE + "\"}");
    }

    private String made(String path, String asked) throws Exception {
        JsonNode made = body(post(path, asked));
        assertThat(made.path("id").asString())
                .as("what POST %s made: %s", path, made)
                .isNotBlank();
        return made.path("id").asString();
    }

    private record Reply(int status, String text) {}

    /** Reads no further than needed: some answers go on for as long as somebody listens. */
    private Reply ask(Row row, Belongings ids) throws Exception {
        HttpRequest.Builder request = to(ids.filled(row.path()));
        if (row.endpoint().equals("POST /transcribe")) {
            Multipart audio = Multipart.of(sample("5-call-price-stereo.wav"));
            request.header("Content-Type", audio.contentType()).POST(BodyPublishers.ofByteArray(audio.bytes()));
        } else if (row.method().equals("GET") || row.method().equals("DELETE")) {
            request.method(row.method(), BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(row.method(), BodyPublishers.ofString(ids.filledBody(row.body())));
        }
        HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            boolean stream =
                    response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
            byte[] read = stream ? new byte[0] : body.readAllBytes();
            described().check(response, read);
            return new Reply(response.statusCode(), new String(read, StandardCharsets.UTF_8));
        }
    }

    /** All that strangers might have changed. Leaves out what the dispatcher and the keys' own use change. */
    private String state() {
        List<String> rows = new ArrayList<>();
        for (String query : List.of(
                "select id || state || priority || not_before || cancel_requested || attempts from job",
                "select id || state || items || coalesce(cancelled_at::text, '') from batch",
                "select id || metadata::text from call",
                "select id || url || types::text || state from webhook_endpoint",
                "select id || encode(secret, 'hex') || coalesce(expires_at::text, '') from webhook_key",
                "select id || encode(hash, 'hex') || coalesce(revoked_at::text, '') from api_key")) {
            String mine =
                    query + " where tenant = :tenant" + (query.endsWith("api_key") ? " and name <> 'lacking'" : "");
            rows.addAll(jdbc.sql(mine + " order by 1")
                    .param("tenant", tenant)
                    .query(String.class)
                    .list());
        }
        rows.addAll(jdbc.sql("select kind from paused_kind").query(String.class).list());
        rows.add(jdbc.sql("select count(*)::text from dead_letter")
                .query(String.class)
                .single());
        return String.join("\n", rows);
    }
}
