package io.earmark.faults.plan;

import java.util.Locale;

/** What goes wrong. */
public enum FaultKind {
    /** A process is killed with -9 and started again. */
    KILL,
    /** A process is told to shut down, and started again. */
    TERMINATE,
    /** A process stands still for longer than its lease, and goes on. */
    PAUSE,
    /** A failpoint is armed: the next to pass it is killed, paused or delayed there, or gets an exception. */
    FAILPOINT,
    /** RabbitMQ is shut down in order, and started again. */
    BROKER_RESTART,
    /** RabbitMQ is killed with -9, and started again. */
    BROKER_KILL,
    /** RabbitMQ stands still, and goes on. */
    BROKER_PAUSE,
    /** RabbitMQ comes back as a fresh node that knows no queue. */
    BROKER_WIPE,
    /** Its queues are deleted while everybody is connected. */
    QUEUES_DELETED,
    /** PostgreSQL is shut down in immediate mode, and started again. */
    DATABASE_CRASH,
    /** Messages of jobs that were announced before come again. */
    DUPLICATES,
    /** A message that nobody can decode. */
    POISON;

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Nothing else of these may begin until the servers have come back. */
    boolean isOfServer() {
        return switch (this) {
            case BROKER_RESTART, BROKER_KILL, BROKER_PAUSE, BROKER_WIPE, DATABASE_CRASH -> true;
            default -> false;
        };
    }
}
