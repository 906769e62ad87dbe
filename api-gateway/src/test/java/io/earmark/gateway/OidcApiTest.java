package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** Access tokens of a provider of which there is nothing here but its public keys, served over HTTP. */
class OidcApiTest extends GatewayServer {

    private static final String ISSUER = "https://login.example.com/realms/calls";
    private static final String AUDIENCE = "earmark";
    private static final RSAKey RSA = rsa("rsa-1");
    private static final ECKey EC = ec("ec-1");
    private static final AtomicInteger ASKED = new AtomicInteger();
    private static final HttpServer PROVIDER = provider();

    @DynamicPropertySource
    static void tokens(DynamicPropertyRegistry settings) {
        settings.add("earmark.access.oidc.issuer", () -> ISSUER);
        settings.add("earmark.access.oidc.audience", () -> AUDIENCE);
        settings.add(
                "earmark.access.oidc.jwks",
                () -> "http://127.0.0.1:" + PROVIDER.getAddress().getPort() + "/jwks");
    }

    @AfterAll
    static void stop() {
        PROVIDER.stop(0);
    }

    @BeforeEach
    void with_a_token() throws Exception {
        key = signed(claims("earmark:read earmark:submit").build());
    }

    @Test
    void a_token_is_its_tenants_and_may_do_what_its_scopes_say() throws Exception {
        String job = body(post("/speak", "{\"text\":\"Hello.\"}"))
                .path("job")
                .path("id")
                .asString();
        assertThat(rows("job")).isOne();
        assertThat(get("/jobs/" + job).statusCode()).isEqualTo(200);
        assertThat(get("/jobs").headers().firstValue("RateLimit")).isPresent();
        assertThat(assertProblem(post("/jobs/" + job + "/retry", ""), 403, "scope-missing"))
                .contains("'operate'");
        key = signed(claims("earmark:read").claim("tenant", "another").build());
        assertProblem(get("/jobs/" + job), 404, "job-unknown");
    }

    @Test
    void elliptic_curves_the_type_of_access_tokens_and_scopes_as_a_list_will_do() throws Exception {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID("ec-1")
                .type(new JOSEObjectType("at+jwt"))
                .build();
        JWTClaimsSet claims =
                claims("").claim("scope", List.of("openid", "earmark:read")).build();
        key = signed(header, claims, new ECDSASigner(EC));
        assertThat(get("/jobs").statusCode()).isEqualTo(200);
        assertProblem(get("/keys"), 403, "scope-missing");
    }

    @Test
    void what_a_token_changes_is_in_the_audit_log_by_its_subject() throws Exception {
        post("/speak", "{\"text\":\"Hello.\"}");
        key = keys.create(tenant, "admin");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> body(get("/audit")).path("items").path(0).has("status"));
        JsonNode entry = body(get("/audit")).path("items").path(0);
        assertThat(entry.path("actor").asString()).isEqualTo("sarah@example.com");
        assertThat(entry.has("keyId")).isFalse();
    }

    @Test
    void api_keys_are_let_in_as_before() throws Exception {
        key = keys.create(tenant, "key");
        assertThat(get("/jobs").statusCode()).isEqualTo(200);
    }

    @Test
    void a_token_that_is_not_good_is_refused_and_told_why() throws Exception {
        assertThat(refused(
                        signed(claims("earmark:read").expirationTime(ago(300)).build())))
                .containsIgnoringCase("expired");
        assertThat(refused(
                        signed(claims("earmark:read").notBeforeTime(ago(-300)).build())))
                .containsIgnoringCase("before");
        assertThat(refused(signed(claims("earmark:read").audience("billing").build())))
                .contains("aud");
        assertThat(refused(signed(claims("earmark:read")
                        .issuer("https://evil.example.com")
                        .build())))
                .contains("iss");
        assertThat(refused(signed(claims("earmark:read").expirationTime(null).build())))
                .contains("exp");
        assertThat(refused(signed(claims("earmark:read").claim("tenant", null).build())))
                .contains("'tenant' names no tenant");
        assertThat(refused(
                        signed(claims("earmark:read").claim("tenant", "../evil").build())))
                .contains("'tenant' names no tenant");
    }

    @Test
    void a_token_that_is_not_the_providers_is_refused() throws Exception {
        String good = key;
        JWTClaimsSet claims = claims("earmark:read").build();
        refused(signed(header(JWSAlgorithm.RS256), claims, new RSASSASigner(rsa("rsa-1"))));
        refused(new PlainJWT(claims).serialize());
        // The public key taken for the secret of an HMAC.
        byte[] open = RSA.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        refused(signed(header(JWSAlgorithm.HS256), claims, new MACSigner(open)));
        refused(good.substring(0, good.length() - 8) + "AAAAAAAA");
        String[] parts = signed(claims("earmark:admin").build()).split("\\.");
        String[] mine = good.split("\\.");
        refused(mine[0] + "." + parts[1] + "." + mine[2]);
        refused("eyJub3RoaW5n.eyJub3RoaW5n.AAAA");
    }

    /** As somebody might send by the thousand. */
    @Test
    void unknown_keys_do_not_send_us_to_the_provider_each_time() throws Exception {
        assertThat(get("/jobs").statusCode()).isEqualTo(200);
        int before = ASKED.get();
        for (int i = 0; i < 20; i++) {
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .keyID("unknown-" + i)
                    .build();
            key = signed(header, claims("earmark:read").build(), new RSASSASigner(RSA));
            assertThat(get("/jobs").statusCode()).isIn(401, 503);
        }
        assertThat(ASKED.get() - before).isLessThanOrEqualTo(2);
        key = signed(claims("earmark:read").build());
        assertThat(get("/jobs").statusCode()).isEqualTo(200);
    }

    private String refused(String token) throws Exception {
        key = token;
        HttpResponse<byte[]> answer = get("/jobs");
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).contains("invalid_token");
        String detail = body(answer).path("type").asString().endsWith("key-invalid")
                ? assertProblem(answer, 401, "key-invalid")
                : assertProblem(answer, 401, "token-invalid");
        assertThat(detail).doesNotContain(token).doesNotContain("Exception");
        return detail;
    }

    private JWTClaimsSet.Builder claims(String scopes) {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject("sarah@example.com")
                .expirationTime(ago(-600))
                .claim("tenant", tenant)
                .claim("scope", "openid " + scopes);
    }

    private static Date ago(int seconds) {
        return Date.from(Instant.ofEpochMilli(new Date().getTime()).minusSeconds(seconds));
    }

    private static JWSHeader header(JWSAlgorithm algorithm) {
        return new JWSHeader.Builder(algorithm).keyID("rsa-1").build();
    }

    private static String signed(JWTClaimsSet claims) throws JOSEException {
        return signed(header(JWSAlgorithm.RS256), claims, new RSASSASigner(RSA));
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) throws JOSEException {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }

    private static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey ec(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpServer provider() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            byte[] keys = new JWKSet(List.of(RSA, EC)).toString().getBytes(StandardCharsets.UTF_8);
            server.createContext("/jwks", exchange -> {
                ASKED.incrementAndGet();
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, keys.length);
                exchange.getResponseBody().write(keys);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
