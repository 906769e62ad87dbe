package io.earmark.faults.inside;

import java.time.Duration;

/**
 * What happens at a failpoint.
 *
 * @param millis how long, for those that last
 */
public record Action(Kind kind, long millis) {

    /** By effect. */
    public enum Kind {
        /** The process ends on the spot, as by {@code kill -9}. */
        KILL,
        /** The whole process stands still (SIGSTOP), then goes on (SIGCONT). */
        PAUSE,
        /** The step fails with the exception that its own trouble would bring. */
        THROW,
        /** The thread alone waits. */
        DELAY
    }

    public static final Action KILL = new Action(Kind.KILL, 0);
    public static final Action THROW = new Action(Kind.THROW, 0);

    public static Action pause(Duration time) {
        return new Action(Kind.PAUSE, time.toMillis());
    }

    public static Action delay(Duration time) {
        return new Action(Kind.DELAY, time.toMillis());
    }

    String text() {
        return kind + " " + millis;
    }

    static Action parse(String text) {
        String[] parts = text.strip().split(" ");
        return new Action(Kind.valueOf(parts[0]), Long.parseLong(parts[1]));
    }
}
