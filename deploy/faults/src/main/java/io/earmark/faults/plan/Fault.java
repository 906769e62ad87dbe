package io.earmark.faults.plan;

import io.earmark.faults.inside.Action;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One fault.
 *
 * @param at     from the start of the run
 * @param target a process, a failpoint, a queue; empty where there is only one
 * @param time   how long it lasts, where it does
 * @param action at a failpoint
 */
public record Fault(
        Duration at,
        FaultKind kind,
        String target,
        Duration time,
        @Nullable Action action) {

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%6.1f s  %-15s %s %s%s",
                at.toMillis() / 1000.0,
                kind.label(),
                target,
                action == null ? "" : action.kind() + (action.millis() == 0 ? "" : " " + action.millis() + " ms"),
                time.isZero() ? "" : time.toMillis() + " ms");
    }
}
