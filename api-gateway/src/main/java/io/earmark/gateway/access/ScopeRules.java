package io.earmark.gateway.access;

import static io.earmark.gateway.access.Scope.ADMIN;
import static io.earmark.gateway.access.Scope.OPERATE;
import static io.earmark.gateway.access.Scope.READ;
import static io.earmark.gateway.access.Scope.SUBMIT;

import java.util.List;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Which scope a request needs. The first line that fits tells; a change that no line names needs {@code admin}, so that an
 * endpoint which is forgotten here is closed and not open.
 */
final class ScopeRules {

    private static final String ANY = "*";

    private static final List<Rule> RULES = List.of(
            // Who may come in, what they did, and what signs for us: for looking, too.
            rule(ADMIN, ANY, "/keys/**"),
            rule(ADMIN, ANY, "/audit/**"),
            rule(ADMIN, ANY, "/webhook-keys/**"),
            rule(ADMIN, ANY, "/webhooks/*/keys/**"),
            // Dead letters show what other tenants sent.
            rule(OPERATE, ANY, "/dead-letters/**"),
            // Whoever sends a recording in pieces must see how far it is.
            rule(SUBMIT, ANY, "/uploads/**"),
            rule(READ, "GET", "/**"),
            rule(READ, "HEAD", "/**"),
            rule(READ, "OPTIONS", "/**"),
            rule(SUBMIT, "POST", "/transcribe"),
            rule(SUBMIT, "POST", "/speak"),
            rule(SUBMIT, "POST", "/replay"),
            rule(SUBMIT, "DELETE", "/jobs/*"),
            rule(SUBMIT, ANY, "/batches/**"),
            rule(OPERATE, "PATCH", "/jobs/*"),
            rule(OPERATE, "POST", "/jobs/*/retry"),
            rule(OPERATE, "POST", "/kinds/*/*"),
            rule(OPERATE, "POST", "/webhooks/*/test"),
            rule(OPERATE, "POST", "/webhooks/*/deliveries/*/redeliver"));

    private ScopeRules() {}

    private record Rule(Scope scope, String method, PathPattern path) {

        boolean fits(String askedMethod, PathContainer asked) {
            return (method.equals(ANY) || method.equals(askedMethod)) && path.matches(asked);
        }
    }

    private static Rule rule(Scope scope, String method, String path) {
        return new Rule(scope, method, PathPatternParser.defaultInstance.parse(path));
    }

    /** @param path of the request, or the pattern that it is mapped by, such as {@code /jobs/{id}} */
    static Scope needed(String method, String path) {
        PathContainer asked = PathContainer.parsePath(path);
        return RULES.stream()
                .filter(rule -> rule.fits(method, asked))
                .findFirst()
                .map(Rule::scope)
                .orElse(ADMIN);
    }
}
