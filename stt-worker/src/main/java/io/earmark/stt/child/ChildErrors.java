package io.earmark.stt.child;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the child wrote to its standard error: Vosk's complaints, and the Java runtime's report of a crash. */
final class ChildErrors implements AutoCloseable {

    private static final int LAST_CHARACTERS = 500;
    private static final Pattern SIGNAL = Pattern.compile("^#  (SIG[A-Z]+) \\(0x", Pattern.MULTILINE);
    private static final Pattern FRAME = Pattern.compile("^# Problematic frame:\\R# (.+)$", Pattern.MULTILINE);

    private final Path file;

    ChildErrors() throws IOException {
        file = Files.createTempFile("earmark-vosk-", ".log");
    }

    File file() {
        return file.toFile();
    }

    /**
     * The Java runtime's report of a crash in short, such as {@code SIGSEGV in C  [libvosk.so+0x1c2d3e]}; null if there
     * is none.
     */
    @Nullable
    String crash() {
        String report = text();
        Matcher signal = SIGNAL.matcher(report);
        if (!signal.find()) {
            return null;
        }
        Matcher frame = FRAME.matcher(report);
        return signal.group(1) + (frame.find() ? " in " + frame.group(1).strip() : "");
    }

    /** The end of it, for people. */
    String lastWords() {
        String said = text().strip();
        return said.length() > LAST_CHARACTERS ? said.substring(said.length() - LAST_CHARACTERS) : said;
    }

    private String text() {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }
}
