package io.earmark.standalone.client;

import io.earmark.job.Failure;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.job.Warning;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job as the server tells of it.
 *
 * @param progress 0 to 1
 * @param stage    what it is at, in a word
 * @param attempts begun so far
 */
public record JobStatus(
        String id,
        JobKind kind,
        JobState state,
        double progress,
        @Nullable String stage,
        int attempts,
        @Nullable Long queuePosition,
        @Nullable String callId,
        @Nullable Failure error,
        List<Warning> warnings) {

    /** How far it is, 0 to 1; a finished job is far enough whatever it last reported. */
    double done() {
        return state == JobState.SUCCEEDED ? 1 : progress;
    }
}
