package io.earmark.faults.inside;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The directory through which driver and processes talk. Files, and not a port: they outlive every process, a look is one
 * system call, and taking one by renaming it is atomic between processes.
 *
 * <ul>
 *   <li>{@code armed/POINT} or {@code armed/POINT@PROCESS}: the first to come by takes it and does what it says;
 *   <li>{@code fired/}: those that were taken;
 *   <li>{@code broken/NAME}: the engine is broken in that way while the file is there;
 *   <li>{@code trace/PROCESS-PID.tsv}: what the process did to jobs.
 * </ul>
 */
public record Home(Path directory) {

    public static final String PROPERTY = "earmark.faults.home";
    public static final String PROCESS = "earmark.faults.process";

    public Home create() throws IOException {
        for (Path part : new Path[] {armed(), fired(), broken(), trace()}) {
            Files.createDirectories(part);
        }
        return this;
    }

    public Path armed() {
        return directory.resolve("armed");
    }

    public Path fired() {
        return directory.resolve("fired");
    }

    public Path broken() {
        return directory.resolve("broken");
    }

    public Path trace() {
        return directory.resolve("trace");
    }

    /** The next process to pass the point does it. @param at a point, or {@code point@process} */
    public void arm(String at, Action action) throws IOException {
        Path file = armed().resolve(at);
        Path written = armed().resolve("." + at);
        Files.writeString(written, action.text());
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What was armed and not met will not happen any more. */
    public void disarm() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(armed())) {
            for (Path one : left) {
                Files.deleteIfExists(one);
            }
        }
    }

    /** How often the failpoint went off. */
    public int fired(String point) throws IOException {
        int count = 0;
        try (DirectoryStream<Path> fired = Files.newDirectoryStream(fired(), point + "*")) {
            for (Path ignored : fired) {
                count++;
            }
        }
        return count;
    }

    /** From now on the engine is, or is not, broken in that way. */
    public void setBroken(Broken way, boolean broken) throws IOException {
        Path flag = broken().resolve(way.label());
        if (broken) {
            Files.writeString(flag, way.words());
        } else {
            Files.deleteIfExists(flag);
        }
    }
}
