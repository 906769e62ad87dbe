package io.earmark.stt.child;

import io.earmark.stt.EngineFailure;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How a child ended, in words. Java tells a signal as 128 and its number; its own end after a crash is
 * an exit status of 1, with a report. */
final class ChildEnd {

    private static final int SIGNAL = 128;
    private static final int WAIT_SECONDS = 5;

    /** Signals that a process brings upon itself, where the Java runtime does not catch them. */
    private static final Map<Integer, String> CRASHES = Map.of(
            SIGNAL + 4,
            "SIGILL",
            SIGNAL + 6,
            "SIGABRT",
            SIGNAL + 7,
            "SIGBUS",
            SIGNAL + 8,
            "SIGFPE",
            SIGNAL + 11,
            "SIGSEGV");

    private ChildEnd() {}

    static EngineFailure of(Process process, ChildErrors errors) {
        try {
            if (!process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
                return new EngineFailure(EngineFailure.Kind.ENDED, "Vosk's process talks no more");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new EngineFailure(EngineFailure.Kind.ENDED, "Vosk's process is ending");
        }
        int status = process.exitValue();
        String report = errors.crash();
        String crash = report == null ? CRASHES.get(status) : report;
        return crash == null
                ? new EngineFailure(
                        EngineFailure.Kind.ENDED,
                        "Vosk's process ended in the middle of its work (exit status " + status + ")")
                : new EngineFailure(EngineFailure.Kind.CRASHED, "Vosk's process crashed (" + crash + ")");
    }
}
