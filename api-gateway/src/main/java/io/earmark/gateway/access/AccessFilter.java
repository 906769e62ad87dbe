package io.earmark.gateway.access;

import io.earmark.gateway.web.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/** Lets nobody in without a valid key or token, nor too often with one, before a byte of the body is read. Health and metrics are open. */
@Component
class AccessFilter extends OncePerRequestFilter {

    /** The request attribute that holds the tenant. */
    private static final String TENANT = "tenant";

    private static final String SCHEME = "Bearer ";
    private static final Logger log = LoggerFactory.getLogger(AccessFilter.class);

    private final ApiKeys keys;
    private final Tokens tokens;
    private final RateLimits limits;
    private final JsonMapper json;

    AccessFilter(ApiKeys keys, Tokens tokens, RateLimits limits, JsonMapper json) {
        this.keys = keys;
        this.tokens = tokens;
        this.limits = limits;
        this.json = json;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return isOpen(request);
    }

    /** Whether it needs no key. */
    static boolean isOpen(HttpServletRequest request) {
        // The path as the server resolved it: the raw one may hold "..".
        String path = request.getServletPath();
        return path.equals("/")
                || path.equals("/openapi")
                || path.equals("/openapi.yaml")
                || path.equals("/actuator/prometheus")
                || path.equals("/actuator/health")
                || path.startsWith("/actuator/health/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Caller caller;
        try {
            caller = caller(bearer(request));
            limits.admit(caller, response);
        } catch (DataAccessException e) {
            log.warn("The database does not answer: {}", e.toString());
            response.setHeader(HttpHeaders.RETRY_AFTER, "5");
            answer(response, Problem.databaseAway());
            return;
        } catch (Problem e) {
            refuse(request, response, e);
            return;
        }
        request.setAttribute(Caller.ATTRIBUTE, caller);
        request.setAttribute(TENANT, caller.tenant());
        chain.doFilter(request, response);
    }

    private static @Nullable String bearer(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : null;
    }

    private Caller caller(@Nullable String bearer) {
        if (bearer != null && tokens.areWelcome(bearer)) {
            return tokens.callerOf(bearer);
        }
        return Optional.ofNullable(bearer)
                .flatMap(secret -> keys.callerOf(new KeySecret(secret)))
                .orElseThrow(() -> new Problem(
                        HttpStatus.UNAUTHORIZED,
                        "key-invalid",
                        "No valid API key",
                        "Send the header 'Authorization: Bearer KEY' with a key of this server."));
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, Problem problem) throws IOException {
        ProblemDetail detail = problem.detail();
        if (detail.getStatus() == HttpStatus.UNAUTHORIZED.value()) {
            // RFC 6750: an error is named to those alone who sent something.
            String error = bearer(request) == null ? "" : ", error=\"invalid_token\"";
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"earmark\"" + error);
        }
        problem.retryAfter()
                .ifPresent(time -> response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(time.toSeconds())));
        answer(response, detail);
    }

    private void answer(HttpServletResponse response, ProblemDetail problem) throws IOException {
        response.setStatus(problem.getStatus());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(problem));
    }
}
