package io.earmark.gateway.audit;

import io.earmark.gateway.access.Caller;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Writes down each request that may change something: before anything is done, even before it is known whether its key may
 * do it, and again when the answer is known. Paths and ids are kept, never a query, a header or a body: no secret is
 * ever in a path.
 */
@Configuration(proxyBeanMethods = false)
class AuditGate implements HandlerInterceptor, WebMvcConfigurer {

    private static final Logger log = LoggerFactory.getLogger(AuditGate.class);
    private static final int BEFORE_ALL_OTHERS = Ordered.HIGHEST_PRECEDENCE;
    private static final Set<String> LOOKING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final String ENTRY = AuditGate.class.getName();
    private static final int LONGEST = 300;

    private final AuditLog entries;

    AuditGate(AuditLog entries) {
        this.entries = entries;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).order(BEFORE_ALL_OTHERS);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        Caller caller = Caller.of(request);
        if (caller != null
                && request.getDispatcherType() == DispatcherType.REQUEST
                && handler instanceof HandlerMethod
                && !LOOKING.contains(request.getMethod())) {
            String action =
                    request.getMethod() + " " + request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
            request.setAttribute(
                    ENTRY, entries.begin(caller, action, cut(request.getServletPath()), request.getRemoteAddr()));
        }
        return true;
    }

    /** Of a held reply, too, this is when it has been answered. */
    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception e) {
        if (request.getAttribute(ENTRY) instanceof Long entry) {
            request.removeAttribute(ENTRY);
            String made = response.getHeader(HttpHeaders.LOCATION);
            try {
                entries.end(entry, response.getStatus(), made == null ? null : cut(made));
            } catch (DataAccessException away) {
                log.warn("Audit entry {} stays open: {}", entry, away.toString());
            }
        }
    }

    private static String cut(String path) {
        return path.length() > LONGEST ? path.substring(0, LONGEST) : path;
    }
}
