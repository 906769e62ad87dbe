package io.earmark.faults.check;

import java.util.Locale;

/**
 * A promise that was not kept.
 *
 * @param subject a job's id, or what else it is about
 */
public record Breach(Kind kind, String subject, String what) {

    /** As the last line of a run counts them. */
    public enum Kind {
        /** Accepted, and not there or without its result. */
        LOST,
        /** There or done more than once, or done by somebody who had lost the right to it. */
        DUPLICATED,
        /** Neither done nor given up, long after the last fault. */
        STUCK,
        /** There, and wrong. */
        CORRUPT
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + ": " + subject + " " + what;
    }
}
