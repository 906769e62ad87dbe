package io.earmark.audio;

import java.util.Set;
import java.util.stream.Collectors;

/** Processes that this one started, and those that they did. */
public final class ChildProcesses {

    private ChildProcesses() {}

    /** But for those of a database of other tests in this JVM: it starts and ends some as it likes. */
    public static Set<ProcessHandle> running() {
        return ProcessHandle.current()
                .descendants()
                .filter(child -> child.info()
                        .command()
                        .filter(program -> program.endsWith("/postgres"))
                        .isEmpty())
                .collect(Collectors.toSet());
    }
}
