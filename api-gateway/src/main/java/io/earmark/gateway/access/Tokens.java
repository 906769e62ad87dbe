package io.earmark.gateway.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.JWTProcessor;
import io.earmark.gateway.web.Problem;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Who comes with an access token of the OpenID Connect provider, if there is one. */
@Component
class Tokens {

    private static final Logger log = LoggerFactory.getLogger(Tokens.class);
    /** A signed JWT: three parts in Base64url, of which the first begins with <code>{"</code>. */
    private static final Pattern JWT = Pattern.compile("eyJ[\\w-]*\\.[\\w-]+\\.[\\w-]*");

    private final OidcSettings settings;
    private final @Nullable JWTProcessor<SecurityContext> processor;

    Tokens(OidcSettings settings, Clock clock) {
        this.settings = settings;
        String issuer = settings.issuer();
        // The settings have checked that there are all three, or none.
        this.processor = issuer == null || settings.jwks() == null || settings.audience() == null
                ? null
                : TokenVerifier.of(issuer, settings.jwks(), settings.audience(), clock);
    }

    /** Whether it is to be looked at as a token, not as an API key. */
    boolean areWelcome(String bearer) {
        return processor != null && JWT.matcher(bearer).matches();
    }

    /** @throws Problem 401 for a token that is not good, 503 if the provider's keys cannot be had */
    Caller callerOf(String token) {
        if (processor == null) {
            throw new IllegalStateException("No issuer is set");
        }
        try {
            return caller(processor.process(token, null));
        } catch (KeySourceException e) {
            log.warn("The keys of {} cannot be had: {}", settings.issuer(), e.toString());
            throw new Problem(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            "identity-provider-unavailable",
                            "The identity provider does not answer",
                            "Its keys are needed to check the token. Nothing was read or done: try again in a while.")
                    .retryAfter(Duration.ofSeconds(30));
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private Caller caller(JWTClaimsSet claims) {
        Object named = settings.tenant() == null ? claims.getClaim(settings.tenantClaim()) : settings.tenant();
        if (!(named instanceof String tenant) || !KeyRequest.isTenant(tenant)) {
            throw invalid("Its claim '" + settings.tenantClaim() + "' names no tenant");
        }
        return new Caller(null, tenant, claims.getSubject(), scopes(claims.getClaim(settings.scopeClaim())), null);
    }

    /** Words that are none of our scopes are meant for others. */
    private Set<Scope> scopes(@Nullable Object claim) {
        Collection<?> words = claim instanceof Collection<?> list
                ? list
                : Arrays.asList(String.valueOf(claim).split(" "));
        Set<String> given = words.stream().map(String::valueOf).collect(Collectors.toSet());
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (Scope scope : Scope.values()) {
            if (given.contains(settings.scopePrefix() + scope.label())) {
                scopes.add(scope);
            }
        }
        return scopes;
    }

    private static Problem invalid(String why) {
        return new Problem(
                HttpStatus.UNAUTHORIZED, "token-invalid", "The access token is not good", why + ". Get a new one.");
    }
}
