package io.earmark.gateway.access;

import io.earmark.gateway.web.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
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

/** Lets nobody in without a valid key, nor too often with one, before a byte of the body is read. Health and metrics are open. */
@Component
class ApiKeyFilter extends OncePerRequestFilter {

    /** The request attribute that holds the tenant. */
    private static final String TENANT = "tenant";

    private static final String SCHEME = "Bearer ";
    private static final ProblemDetail NO_KEY = new Problem(
                    HttpStatus.UNAUTHORIZED,
                    "key-invalid",
                    "No valid API key",
                    "Send the header 'Authorization: Bearer KEY' with a key of this server.")
            .detail();
    private static final Logger log = LoggerFactory.getLogger(ApiKeyFilter.class);

    private final ApiKeys keys;
    private final RateLimits limits;
    private final JsonMapper json;

    ApiKeyFilter(ApiKeys keys, RateLimits limits, JsonMapper json) {
        this.keys = keys;
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
                || path.equals("/actuator/prometheus")
                || path.equals("/actuator/health")
                || path.startsWith("/actuator/health/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        Optional<Caller> caller;
        try {
            caller = header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                    ? keys.callerOf(
                            new KeySecret(header.substring(SCHEME.length()).strip()))
                    : Optional.empty();
        } catch (DataAccessException e) {
            log.warn("The database does not answer: {}", e.toString());
            response.setHeader(HttpHeaders.RETRY_AFTER, "5");
            refuse(response, Problem.databaseAway());
            return;
        }
        if (caller.isEmpty()) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"earmark\"");
            refuse(response, NO_KEY);
            return;
        }
        try {
            limits.admit(caller.get().key(), response);
        } catch (Problem e) {
            e.retryAfter()
                    .ifPresent(time -> response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(time.toSeconds())));
            refuse(response, e.detail());
            return;
        }
        request.setAttribute(Caller.ATTRIBUTE, caller.get());
        request.setAttribute(TENANT, caller.get().tenant());
        chain.doFilter(request, response);
    }

    private void refuse(HttpServletResponse response, ProblemDetail problem) throws IOException {
        response.setStatus(problem.getStatus());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(problem));
    }
}
