package io.earmark.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where this process's log goes. */
final class LogFile {

    private LogFile() {}

    /** To be called before anything logs: {@code logback.xml} reads the property once. */
    static Path in(Path data) {
        Path file = DataDirectory.logFile(data);
        try {
            Files.createDirectories(data);
        } catch (IOException e) {
            throw new CannotStart("The data directory " + data + " cannot be made: " + e + ".", e);
        }
        System.setProperty("earmark.log", file.toString());
        return file;
    }
}
