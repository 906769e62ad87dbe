package io.earmark.store;

import io.earmark.call.CallId;
import io.earmark.job.Failure;
import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened and that a tenant may want to be told of.
 *
 * @param type   such as {@code call.coached}
 * @param callId of the call that it concerns
 * @param stage  whether it is a step of that call's own way, not an extra such as a replay
 * @param batchId of the batch that it concerns as a whole
 */
public record Event(
        String tenant,
        String type,
        @Nullable JobId jobId,
        @Nullable CallId callId,
        boolean stage,
        @Nullable UUID batchId,
        Detail detail) {

    /** What must be as it was then, whatever becomes of the job. */
    public record Detail(
            @Nullable JobKind kind,
            @Nullable JobState state,
            int attempts,
            @Nullable Failure error,
            @Nullable BatchEnd batch) {

        /** Of a job. */
        Detail(JobKind kind, JobState state, int attempts, @Nullable Failure error) {
            this(kind, state, attempts, error, null);
        }
    }

    /**
     * How a batch ended.
     *
     * @param state  {@code COMPLETED} or {@code CANCELLED}
     * @param items  all of them
     * @param counts of them by their states
     */
    public record BatchEnd(String state, int items, Map<String, Integer> counts) {}

    /** Every item of a batch has ended. */
    public static Event endOf(String tenant, UUID batchId, BatchEnd end) {
        return new Event(tenant, "batch.completed", null, null, false, batchId, new Detail(null, null, 0, null, end));
    }

    /** What the end of a job is called; empty while it has not ended. */
    static Optional<Event> endOf(Job job) {
        if (!job.state().isTerminal()) {
            return Optional.empty();
        }
        boolean stage = job.kind() == JobKind.TRANSCRIBE || job.kind() == JobKind.COACH;
        Failure error = job.state() == JobState.FAILED ? job.failure() : null;
        Detail detail = new Detail(job.kind(), job.state(), job.attempts(), error);
        return Optional.of(new Event(job.tenant(), type(job), job.id(), job.callId(), stage, null, detail));
    }

    private static String type(Job job) {
        if (job.state() == JobState.FAILED) {
            return "job.failed";
        }
        if (job.state() == JobState.CANCELLED) {
            return "job.cancelled";
        }
        return switch (job.kind()) {
            case TRANSCRIBE -> "call.transcribed";
            case COACH -> "call.coached";
            case REPLAY -> "replay.ready";
            case SPEAK -> "speech.ready";
        };
    }
}
