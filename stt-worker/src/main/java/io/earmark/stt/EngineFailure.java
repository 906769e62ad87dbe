package io.earmark.stt;

import java.io.IOException;

/** The engine broke down, and all the sessions that it had with it. Another attempt may succeed. */
public final class EngineFailure extends IOException {

    private static final long serialVersionUID = 1;

    /** How it broke down. */
    public enum Kind {
        /** By a signal of its own making, such as a segmentation fault: some recording leads it there. */
        CRASHED,
        /** It took samples and gave no sign of life for too long. */
        STALLED,
        /** Somebody ended it (an operator, or the kernel for want of memory), or it gave up. */
        ENDED
    }

    private final Kind kind;

    public EngineFailure(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
