package io.earmark.gateway.intake;

import io.earmark.gateway.idempotency.IdempotencyKeys;
import io.earmark.gateway.idempotency.Submission;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What is settled about a submission before a byte of its body is read: its key, and whether there is room for it. */
@Configuration(proxyBeanMethods = false)
class IntakeGate implements HandlerInterceptor, WebMvcConfigurer {

    /** What waits of a batch has bounds of its own, and is looked at by who takes it in. */
    private static final String BATCHES = "/batches";

    private final IdempotencyKeys keys;
    private final WaitingWork waiting;

    IntakeGate(IdempotencyKeys keys, WaitingWork waiting) {
        this.keys = keys;
        this.waiting = waiting;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/transcribe", "/speak", "/replay", BATCHES);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() == DispatcherType.ASYNC
                || !request.getMethod().equals("POST")) {
            return true;
        }
        String tenant = (String) request.getAttribute("tenant");
        Submission submission = keys.begin(tenant, Collections.list(request.getHeaders("Idempotency-Key")));
        try {
            if (!submission.isRepeated() && !request.getServletPath().equals(BATCHES)) {
                waiting.admit(tenant);
            }
        } catch (RuntimeException e) {
            submission.close();
            throw e;
        }
        request.setAttribute(Submission.ATTRIBUTE, submission);
        return true;
    }

    /** After a held reply too: then the submission has long been answered, and this changes nothing. */
    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception e) {
        if (request.getAttribute(Submission.ATTRIBUTE) instanceof Submission submission) {
            submission.close();
        }
    }
}
