package io.earmark.standalone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command line in a process of its own, with this one's classes. */
final class EarmarkProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader words;
    private final List<String> said = new ArrayList<>();

    private EarmarkProcess(Process process) {
        this.process = process;
        this.words = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static EarmarkProcess start(String... arguments) throws IOException {
        return start(Map.of(), arguments);
    }

    /** @param environment above this process's own */
    static EarmarkProcess start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Short lives: to compile for speed would take longer than it saves.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Earmark.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new EarmarkProcess(builder.start());
    }

    /** The rest of the first line that has the label, when it comes. */
    String line(String label) throws IOException {
        for (String line = words.readLine(); line != null; line = words.readLine()) {
            said.add(line);
            if (line.strip().startsWith(label)) {
                return line.strip().substring(label.length()).strip();
            }
        }
        throw new AssertionError("It ended without saying '" + label + "', but: " + said);
    }

    /** All that it says until it ends. */
    String rest() throws IOException {
        StringBuilder rest = new StringBuilder();
        for (String line = words.readLine(); line != null; line = words.readLine()) {
            rest.append(line).append('\n');
        }
        return rest.toString();
    }

    URI url() throws IOException {
        return URI.create(line("URL"));
    }

    String key() throws IOException {
        return line("API key").split(" ")[0];
    }

    List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    /** As Ctrl-C does. */
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
