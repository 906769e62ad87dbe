package io.earmark.faults.inside;

import io.earmark.job.JobId;
import io.earmark.store.Jobs;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** {@link Jobs} with failpoints, a trace of every outcome that was accepted, and two ways of being broken. */
final class FaultyJobs {

    private static final Set<String> OUTCOMES = Set.of("complete", "fail", "handBack", "cancelled");
    private static final Set<String> FENCED = Set.of("keep", "complete", "fail");

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
            if (verb.equals("claim") && Broken.CLAIM.in(home)) {
                Rows.makeWaiting(job(arguments));
            }
            Object result = FENCED.contains(verb) && Broken.FENCE.in(home)
                    ? call.proceed(withCurrentToken(arguments))
                    : call.proceed(arguments);
            if (OUTCOMES.contains(verb) && Boolean.TRUE.equals(result)) {
                trace.outcome(verb, job(arguments).toString(), token(arguments));
            }
            return result;
        });
        return (Jobs) failpoints.apply(traced, "jobs");
    }

    /** What an engine without fencing does: whoever holds the lease now, this write counts. */
    private static @Nullable Object[] withCurrentToken(@Nullable Object[] arguments) {
        @Nullable Object[] changed = arguments.clone();
        Long current = Rows.currentToken(job(arguments));
        if (current != null) {
            changed[1] = current;
        }
        return changed;
    }

    private static JobId job(@Nullable Object[] arguments) {
        return (JobId) Objects.requireNonNull(arguments[0]);
    }

    private static long token(@Nullable Object[] arguments) {
        return (Long) Objects.requireNonNull(arguments[1]);
    }
}
