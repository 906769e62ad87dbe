package io.earmark.faults.plan;

import io.earmark.faults.inside.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The failpoints that a schedule uses: every step of the flow, by the process that takes it. */
public final class Points {

    /** Every step of the flow that has a name, in its order; {@code @} says in whose process. */
    public static final List<String> NAMES = List.of(
            // Intake.
            "blob.write.before@gateway",
            "blob.write.after@gateway",
            "jobs.enqueue.before@gateway",
            "commit.enqueue.before@gateway",
            "commit.enqueue.after@gateway",
            // The relay.
            "outbox.take.after@gateway",
            "publish.before@gateway",
            "publish.after@gateway",
            "confirm.before@gateway",
            "outbox.sent.before@gateway",
            "outbox.sent.after@gateway",
            "jobs.reap.after@gateway",
            // The worker.
            "jobs.claim.before",
            "jobs.claim.after",
            "jobs.claimTogether.before",
            "jobs.claimTogether.after",
            "handler.before",
            "handler.middle",
            "blob.write.before@speech",
            "blob.write.after@speech",
            "handler.after",
            "jobs.keep.before",
            "jobs.complete.before",
            "jobs.complete.after",
            "jobs.completeTogether.before",
            "jobs.completeTogether.after",
            "jobs.fail.before",
            "ack.before",
            "ack.after");

    /** Longer than the lease, so that a paused worker loses it. */
    private static final Duration PAUSE = Duration.ofSeconds(9);

    private static final Duration DELAY = Duration.ofSeconds(2);

    private Points() {}

    /** A point and what happens there. */
    record Armed(String point, Action action) {}

    /** Everything that can happen anywhere. */
    static List<Armed> all() {
        List<Armed> all = new ArrayList<>();
        for (String name : NAMES) {
            for (Action action : List.of(Action.KILL, Action.THROW, Action.pause(PAUSE), Action.delay(DELAY))) {
                all.add(new Armed(name, action));
            }
        }
        return all;
    }
}
