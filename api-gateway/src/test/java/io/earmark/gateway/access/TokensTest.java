package io.earmark.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.earmark.SettableClock;
import io.earmark.gateway.web.Problem;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How claims become tenant and scopes, and what happens while the provider is away. */
class TokensTest {

    private static final String ISSUER = "https://login.example.com";

    private final SettableClock clock = new SettableClock();
    private final ECKey signer = signer();
    private final HttpServer provider = provider();

    @BeforeEach
    void show_the_keys() {
        byte[] keys = new JWKSet(signer).toString().getBytes(StandardCharsets.UTF_8);
        provider.createContext("/jwks", exchange -> {
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        provider.start();
    }

    @AfterEach
    void stop() {
        provider.stop(0);
    }

    @Test
    void claims_are_read_as_the_settings_say() throws Exception {
        Tokens tokens = tokens("org", null, "roles", "calls-");
        JWTClaimsSet.Builder claims = claims().claim("org", "acme").claim("roles", List.of("calls-read", "admin"));
        Caller caller = tokens.callerOf(signed(claims));
        assertThat(caller.tenant()).isEqualTo("acme");
        assertThat(caller.name()).isEqualTo("sarah");
        assertThat(caller.key()).isNull();
        assertThat(caller.scopes()).as("'admin' is somebody else's").containsExactly(Scope.READ);
    }

    @Test
    void all_tokens_may_be_of_one_tenant_and_one_without_scopes_may_nothing() throws Exception {
        Caller caller =
                tokens("tenant", "acme", "scope", "earmark:").callerOf(signed(claims().claim("tenant", "evil")));
        assertThat(caller.tenant()).isEqualTo("acme");
        assertThat(caller.scopes()).isEmpty();
    }

    @Test
    void a_token_ends_by_the_clock_of_the_gateway() throws Exception {
        Tokens tokens = tokens("tenant", "acme", "scope", "earmark:");
        String token = signed(claims());
        clock.advance(Duration.ofMinutes(10));
        assertThat(tokens.callerOf(token).tenant()).as("a minute of grace").isEqualTo("acme");
        clock.advance(Duration.ofMinutes(2));
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> tokens.callerOf(token))
                .satisfies(refused -> assertThat(refused.detail().getStatus()).isEqualTo(401));
    }

    @Test
    void while_the_provider_is_away_known_keys_serve_and_without_any_it_is_said_so() throws Exception {
        Tokens before = tokens("tenant", "acme", "scope", "earmark:");
        String token = signed(claims());
        before.callerOf(token);
        provider.stop(0);
        assertThat(before.callerOf(token).tenant()).isEqualTo("acme");
        Tokens started = tokens("tenant", "acme", "scope", "earmark:");
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> started.callerOf(token))
                .satisfies(refused -> {
                    assertThat(refused.detail().getStatus()).isEqualTo(503);
                    assertThat(refused.retryAfter()).isPresent();
                });
    }

    @Test
    void without_an_issuer_nothing_is_a_token_and_half_a_provider_is_none() throws Exception {
        Tokens off = new Tokens(new OidcSettings(" ", null, null, "tenant", null, "scope", "earmark:"), clock);
        assertThat(off.areWelcome(signed(claims()))).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OidcSettings(ISSUER, null, "calls", "tenant", null, "scope", "earmark:"))
                .withMessageContaining("earmark.access.oidc.jwks");
    }

    private Tokens tokens(String tenantClaim, @Nullable String tenant, String scopeClaim, String prefix) {
        URI jwks = URI.create("http://127.0.0.1:" + provider.getAddress().getPort() + "/jwks");
        return new Tokens(new OidcSettings(ISSUER, jwks, "calls", tenantClaim, tenant, scopeClaim, prefix), clock);
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("calls")
                .subject("sarah")
                .expirationTime(Date.from(clock.instant().plus(Duration.ofSeconds(601))));
    }

    private String signed(JWTClaimsSet.Builder claims) throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec").build(), claims.build());
        token.sign(new ECDSASigner(signer));
        return token.serialize();
    }

    private static ECKey signer() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpServer provider() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
