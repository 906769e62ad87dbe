package io.earmark.audio;

import java.time.Duration;
import java.util.List;

/**
 * What a child process may take; the kernel sees to it (setrlimit, through the {@code ulimit} of {@code sh}). One that
 * takes more is ended by a signal or is refused memory; either way it fails, and alone.
 *
 * @param memoryBytes of address space, which is more than what is resident: ffmpeg's libraries alone map some 200 MB
 * @param cpu         processor time, at least a second
 * @param fileBytes   of each file that it writes; what goes through a pipe is for the reader to bound
 */
public record Bounds(long memoryBytes, Duration cpu, long fileBytes) {

    private static final String SCRIPT =
            "ulimit -c 0 && ulimit -v \"$1\" && ulimit -t \"$2\" && ulimit -f \"$3\" && shift 3 && exec \"$@\"";
    private static final int FILE_BLOCK_BYTES = 512;

    /** For a program whose files stay small: 64 MiB each. */
    public static Bounds ofMemoryAndCpu(long memoryBytes, Duration cpu) {
        return new Bounds(memoryBytes, cpu, 64L << 20);
    }

    /** The front of a command line. The shell is replaced by the program: it keeps its process id. */
    List<String> shell() {
        return List.of(
                "/bin/sh",
                "-c",
                SCRIPT,
                "earmark",
                Long.toString(memoryBytes / 1024),
                Long.toString(Math.max(1, cpu.toSeconds())),
                Long.toString(fileBytes / FILE_BLOCK_BYTES));
    }
}
