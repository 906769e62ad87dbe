package io.earmark.stt.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory a process has in use, by what Linux tells in {@code /proc}. */
final class ResidentMemory {

    private static final String FIELD = "VmRSS:";

    private ResidentMemory() {}

    /** In bytes; 0 if the process is gone, or where there is no {@code /proc}. */
    static long of(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                if (line.startsWith(FIELD)) {
                    return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
            return 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
