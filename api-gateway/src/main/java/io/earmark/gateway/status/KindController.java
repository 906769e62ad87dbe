package io.earmark.gateway.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.earmark.gateway.access.Operators;
import io.earmark.gateway.web.Listed;
import io.earmark.gateway.web.Problem;
import io.earmark.job.JobKind;
import io.earmark.job.RetryPolicy;
import io.earmark.store.Kinds;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The kinds of job, which an operator may pause and let go on. */
@RestController
@RequestMapping("/kinds")
class KindController {

    private final Kinds kinds;
    private final RetryPolicy retries;
    private final Operators operators;

    KindController(Kinds kinds, RetryPolicy retries, Operators operators) {
        this.kinds = kinds;
        this.retries = retries;
        this.operators = operators;
    }

    /** @param maxAttempts of a job that is submitted now */
    record KindView(
            JobKind kind,
            boolean paused,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Instant pausedAt,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String pausedBy,

            int maxAttempts) {}

    @GetMapping
    Listed<KindView> kinds() {
        Map<JobKind, Kinds.Pause> paused = kinds.paused();
        return new Listed<>(Arrays.stream(JobKind.values())
                .map(kind -> view(kind, paused.get(kind)))
                .toList());
    }

    @PostMapping("/{name}/pause")
    KindView pause(@RequestAttribute String tenant, @PathVariable String name) {
        operators.check(tenant);
        JobKind kind = kind(name);
        kinds.pause(kind, tenant);
        return view(kind, kinds.paused().get(kind));
    }

    @PostMapping("/{name}/resume")
    KindView resume(@RequestAttribute String tenant, @PathVariable String name) {
        operators.check(tenant);
        JobKind kind = kind(name);
        kinds.resume(kind);
        return view(kind, kinds.paused().get(kind));
    }

    private KindView view(JobKind kind, Kinds.@Nullable Pause pause) {
        return new KindView(
                kind,
                pause != null,
                pause == null ? null : pause.since(),
                pause == null ? null : pause.by(),
                retries.maxAttempts(kind));
    }

    /** In either case. */
    private static JobKind kind(String name) {
        try {
            return JobKind.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw Problem.notFound("kind", name);
        }
    }
}
