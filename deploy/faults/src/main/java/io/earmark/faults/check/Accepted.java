package io.earmark.faults.check;

import org.jspecify.annotations.Nullable;

/**
 * A submission that a gateway answered with 2xx: from then on it must not be lost.
 *
 * @param submission its number, or -1 for those outside the script
 * @param callId     of a recording
 * @param cancelled  the client asked for it to be cancelled, so that it may end so
 */
public record Accepted(
        int submission, String jobId, @Nullable String callId, boolean cancelled) {}
