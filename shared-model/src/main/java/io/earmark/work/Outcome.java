package io.earmark.work;

import java.util.Locale;

/** How an attempt ended for this worker, as the tag {@code outcome} of {@code earmark.job.run} has it. */
enum Outcome {
    SUCCEEDED,
    /** For good: permanently, or at the last attempt. */
    FAILED,
    RETRYING,
    CANCELLED,
    HANDED_BACK,
    /** The lease was another's by then; nothing was written. */
    LOST,
    /** The database stayed away until the worker ended, or refused the outcome: the lease runs out. */
    UNWRITTEN;

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
