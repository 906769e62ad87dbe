package io.earmark.job;

import java.util.Optional;

/** What follows what: TRANSCRIBE → COACH. REPLAY and SPEAK are asked for, and nothing follows them. */
public final class Pipeline {

    private Pipeline() {}

    public static Optional<JobKind> after(JobKind kind) {
        return kind == JobKind.TRANSCRIBE ? Optional.of(JobKind.COACH) : Optional.empty();
    }
}
