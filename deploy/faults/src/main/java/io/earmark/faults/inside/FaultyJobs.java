package io.earmark.faults.inside;

import io.earmark.job.JobId;
import io.earmark.store.Jobs;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** {@link Jobs} with failpoints, a trace of every outcome that was accepted, and two ways of being broken. */
final class FaultyJobs {

    private static final Set<String> OUTCOMES = Set.of("complete", "fail", "handBack", "cancelled");
    private static final Set<String> FENCED = Set.of("keep", "complete", "completeTogether", "fail");
    private static final Set<String> CLAIMS = Set.of("claim", "claimTogether");

    private final Home home;
    private final Trace trace;
    private final BiFunction<Object, String, Object> failpoints;

    FaultyJobs(Home home, Trace trace, BiFunction<Object, String, Object> failpoints) {
        this.home = home;
        this.trace = trace;
        this.failpoints = failpoints;
    }

    Jobs around(Jobs real) {
        Jobs traced = Around.of(real, new Class<?>[] {Jobs.class}, (method, arguments, call) -> {
            String verb = method.getName();
            if (CLAIMS.contains(verb) && Broken.CLAIM.in(home)) {
                claimed(arguments).forEach(Rows::makeWaiting);
            }
            @Nullable
            Object[] given = FENCED.contains(verb) && Broken.FENCE.in(home) ? withCurrentToken(arguments) : arguments;
            Object result = call.proceed(given);
            if (OUTCOMES.contains(verb) && Boolean.TRUE.equals(result)) {
                trace.outcome(verb, job(arguments).toString(), token(arguments));
            }
            if (verb.equals("completeTogether")) {
                traceAll(ends(arguments), (List<?>) Objects.requireNonNull(result));
            }
            return result;
        });
        return (Jobs) failpoints.apply(traced, "jobs");
    }

    private void traceAll(List<Jobs.Success> ends, List<?> written) {
        for (Jobs.Success end : ends) {
            if (written.contains(end.id())) {
                trace.outcome("complete", end.id().toString(), end.token());
            }
        }
    }

    /** What an engine without fencing does: whoever holds the lease now, this write counts. */
    private static @Nullable Object[] withCurrentToken(@Nullable Object[] arguments) {
        @Nullable Object[] changed = arguments.clone();
        if (arguments[0] instanceof JobId job) {
            Long current = Rows.currentToken(job);
            changed[1] = current == null ? arguments[1] : current;
        } else {
            changed[0] =
                    ends(arguments).stream().map(FaultyJobs::withCurrentToken).toList();
        }
        return changed;
    }

    private static Jobs.Success withCurrentToken(Jobs.Success end) {
        Long current = Rows.currentToken(end.id());
        return current == null ? end : new Jobs.Success(end.id(), current, end.result(), end.warnings());
    }

    private static JobId job(@Nullable Object[] arguments) {
        return (JobId) Objects.requireNonNull(arguments[0]);
    }

    private static List<JobId> claimed(@Nullable Object[] arguments) {
        return arguments[0] instanceof List<?> several
                ? several.stream().map(JobId.class::cast).toList()
                : List.of(job(arguments));
    }

    private static List<Jobs.Success> ends(@Nullable Object[] arguments) {
        return ((List<?>) Objects.requireNonNull(arguments[0]))
                .stream().map(Jobs.Success.class::cast).toList();
    }

    private static long token(@Nullable Object[] arguments) {
        return (Long) Objects.requireNonNull(arguments[1]);
    }
}
