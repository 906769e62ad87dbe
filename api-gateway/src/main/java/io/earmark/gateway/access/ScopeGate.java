package io.earmark.gateway.access;

import io.earmark.gateway.web.Problem;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses what the key's scopes do not cover, before anything else looks at the request. It goes by the pattern that the
 * request was mapped by, so what is checked is what will run, however its path was written.
 */
@Configuration(proxyBeanMethods = false)
class ScopeGate implements HandlerInterceptor, WebMvcConfigurer {

    /** Before other interceptors: they begin submissions, in the name of who may submit. */
    static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 20;

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).order(ORDER);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() != DispatcherType.REQUEST || AccessFilter.isOpen(request)) {
            return true;
        }
        Caller caller = Caller.of(request);
        if (caller == null) {
            throw new IllegalStateException("A request without a caller came past the filter");
        }
        Scope needed = ScopeRules.needed(request.getMethod(), pattern(request));
        if (!caller.scopes().contains(needed)) {
            response.setHeader(
                    HttpHeaders.WWW_AUTHENTICATE,
                    "Bearer realm=\"earmark\", error=\"insufficient_scope\", scope=\"" + needed.label() + "\"");
            throw new Problem(
                    HttpStatus.FORBIDDEN,
                    "scope-missing",
                    "The key may not do this",
                    "It needs the scope '" + needed.label() + "'; "
                            + (caller.key() == null ? "this token has " : "this key has ")
                            + (caller.scopes().isEmpty() ? "none" : String.join(", ", Scope.labels(caller.scopes())))
                            + ".");
        }
        return true;
    }

    private static String pattern(HttpServletRequest request) {
        return request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE) instanceof String pattern
                ? pattern
                : request.getServletPath();
    }
}
