package io.earmark.gateway.access;

import io.earmark.gateway.idempotency.Submission;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Counts submissions against their key's quota, once it is known that they are no repetition; what is refused, or breaks,
 * does not count. Should the gateway die in between, one counts for nothing: too few are let in, never too many.
 */
@Configuration(proxyBeanMethods = false)
class QuotaGate implements HandlerInterceptor, WebMvcConfigurer {

    private static final Logger log = LoggerFactory.getLogger(QuotaGate.class);
    private static final String TAKEN = QuotaGate.class.getName();
    private static final int FIRST_ERROR = 400;

    private final SubmissionQuota quota;
    private final Clock clock;

    QuotaGate(SubmissionQuota quota, Clock clock) {
        this.quota = quota;
        this.clock = clock;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        // The last: what the intake refuses at its door needs no counting.
        registry.addInterceptor(this)
                .addPathPatterns("/transcribe", "/speak", "/replay", "/uploads")
                .order(Ordered.LOWEST_PRECEDENCE);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getMethod().equals("OPTIONS")) {
            return true;
        }
        Caller caller = Caller.of(request);
        boolean repeated = request.getAttribute(Submission.ATTRIBUTE) instanceof Submission known && known.isRepeated();
        if (request.getDispatcherType() == DispatcherType.REQUEST && caller != null && !repeated) {
            SubmissionQuota.Taken taken = quota.take(caller, 1, response);
            if (taken != null) {
                request.setAttribute(TAKEN, taken);
            }
        }
        return true;
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception e) {
        if (request.getAttribute(TAKEN) instanceof SubmissionQuota.Taken taken
                && (response.getStatus() >= FIRST_ERROR || e != null)) {
            request.removeAttribute(TAKEN);
            try {
                quota.giveBack(taken);
            } catch (DataAccessException away) {
                log.warn("A refused submission counts against the quota of key {}: {}", taken.key(), away.toString());
            }
        }
    }

    @Scheduled(fixedDelayString = "${earmark.upkeep.quotas:1h}")
    void forget() {
        LocalDate today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
        // A request of yesterday may still be under way.
        quota.forget(today.minusDays(2));
    }
}
