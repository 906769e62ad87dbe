package io.earmark.work;

import java.time.Duration;

/**
 * How many jobs of a message are claimed together: as many as are expected to end within a tenth of a second, since the
 * result of the first waits for the last. One at first, then at most twice as many each time. Not for several threads.
 */
final class Pace {

    /** A crash of the worker costs each of them an attempt, so there is a bound, and more would save little. */
    static final int MOST = 32;

    private static final Duration TOGETHER = Duration.ofMillis(100);

    private int size = 1;

    int size() {
        return size;
    }

    /** So many took that long, from the claim to the results. */
    void took(int jobs, Duration together) {
        long affordable = TOGETHER.toNanos() * jobs / Math.max(1, together.toNanos());
        size = (int) Math.max(1, Math.min(affordable, Math.min(MOST, 2L * jobs)));
    }
}
