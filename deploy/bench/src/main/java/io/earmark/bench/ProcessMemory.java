package io.earmark.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process has of the machine's memory, as Linux tells it in {@code /proc/PID/status}. */
enum ProcessMemory {
    NOW("VmRSS:"),
    AT_MOST("VmHWM:");

    private final String field;

    ProcessMemory(String field) {
        this.field = field;
    }

    /** In bytes; 0 if there is no such process any more. */
    long of(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith(field))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }
}
