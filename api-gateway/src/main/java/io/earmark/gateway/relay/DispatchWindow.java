package io.earmark.gateway.relay;

import io.earmark.store.Outbox;
import io.earmark.wire.JobMessage;
import java.time.Duration;

/**
 * How many messages of one kind may be with the broker. It is not told how fast jobs are claimed, it sees it: if it
 * was full and more than half is gone at the next look, workers want more, and the window doubles; if the oldest message
 * has waited too long, it shrinks to what is claimed in that time (messages over age is their rate, by Little's law). So
 * it settles at what is claimed between two or four looks. Every relay sees the same, so that they need not talk. Not for
 * several threads.
 */
final class DispatchWindow {

    /** So that a mistaken rate cannot fill the broker. */
    private static final int MOST = 5_000;

    private static final int MESSAGES = 16;

    private final int least;
    private final Duration wait;
    private int size;
    private int filled;

    DispatchWindow(int least, Duration wait) {
        this.least = least;
        this.wait = wait;
        this.size = least;
    }

    /** @return how many may be sent now */
    int room(Outbox.Load load) {
        if (load.oldest().compareTo(wait) > 0) {
            double inTime =
                    load.unclaimed() * (double) wait.toNanos() / load.oldest().toNanos();
            size = Math.max(least, Math.min(size, (int) Math.ceil(inTime)));
        } else if (filled >= size && load.unclaimed() <= size / 2) {
            size = Math.min(MOST, size * 2);
        }
        filled = load.unclaimed();
        return left();
    }

    /** So many more were sent after that. A window that was never full tells nothing of how fast it is emptied. */
    void sent(int count) {
        filled += count;
    }

    /** @return how many more may be sent without a look; of what was claimed since the last one nothing is known */
    int left() {
        return Math.max(0, size - filled);
    }

    /**
     * How many jobs go in one message. Where a window is large, jobs are short, and a message for each would cost more
     * than the job; the messages of a window are still enough for so many workers to have one in hand.
     */
    int together() {
        return Math.max(1, Math.min(JobMessage.MOST_MORE + 1, size / MESSAGES));
    }

    int size() {
        return size;
    }
}
