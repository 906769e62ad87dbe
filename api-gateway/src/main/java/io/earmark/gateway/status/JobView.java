package io.earmark.gateway.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.earmark.job.Failure;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.job.Warning;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job as clients see it.
 *
 * @param notBefore     while it waits
 * @param queuePosition 0 for the next to go, while it waits
 */
public record JobView(
        String id,
        JobKind kind,
        JobState state,
        double progress,
        @Nullable String stage,
        int attempts,
        int maxAttempts,
        int priority,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant notBefore,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long queuePosition,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String callId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Failure error,
        List<Warning> warnings,
        Map<String, String> links) {

    /** @param queuePosition 0 for the next to go, 1000 for that or more; null where it does not wait */
    public static JobView of(Job job, @Nullable Long queuePosition) {
        return new JobView(
                job.id().toString(),
                job.kind(),
                job.state(),
                job.progress(),
                job.stage(),
                job.attempts(),
                job.maxAttempts(),
                job.priority(),
                job.state().isWaiting() ? job.notBefore() : null,
                queuePosition,
                job.createdAt(),
                job.startedAt(),
                job.finishedAt(),
                job.callId() == null ? null : job.callId().toString(),
                job.state() == JobState.SUCCEEDED ? null : job.failure(),
                job.warnings(),
                links(job));
    }

    /** For those who want a result that is not there: whether waiting helps. */
    public static String whereToLook(Job job) {
        String start = "Job " + job.id() + " is " + job.state() + ": ";
        return job.state().isTerminal()
                ? start + "GET /jobs/" + job.id() + " says why; a FAILED one is tried afresh by POST /jobs/" + job.id()
                        + "/retry."
                : start + "poll /jobs/" + job.id() + " until it has SUCCEEDED.";
    }

    private static Map<String, String> links(Job job) {
        Map<String, String> links = new LinkedHashMap<>();
        links.put("self", "/jobs/" + job.id());
        links.put("request", "/jobs/" + job.id() + "/request");
        links.put("attempts", "/jobs/" + job.id() + "/attempts");
        links.put("events", "/jobs/" + job.id() + "/events");
        if (job.callId() != null) {
            links.put("call", "/calls/" + job.callId());
            links.put("transcript", "/calls/" + job.callId() + "/transcript");
            links.put("moments", "/calls/" + job.callId() + "/moments");
        }
        if (job.kind() == JobKind.SPEAK || job.kind() == JobKind.REPLAY) {
            links.put("audio", "/jobs/" + job.id() + "/audio");
        }
        return links;
    }
}
