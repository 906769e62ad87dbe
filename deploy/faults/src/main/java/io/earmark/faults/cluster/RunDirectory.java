package io.earmark.faults.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Where a run keeps everything, and what ends its processes however it ends itself: a shell waits for the driver to be
 * gone. What an earlier run left all the same (the machine went down with that shell) is found and ended at the start.
 */
public final class RunDirectory {

    /** In the environment of every process of a run, and of what it starts. */
    static final String MARK = "EARMARK_FAULTS_HOME";

    private static final String PREFIX = "earmark-faults-";

    private final Path path;
    private final String sweep;

    private RunDirectory(Path path, String sweep) {
        this.path = path;
        this.sweep = sweep;
    }

    public static RunDirectory create() throws IOException {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        return create(parent, ProcessHandle.current().pid());
    }

    /** @param driver the process that everything ends with */
    static RunDirectory create(Path parent, long driver) throws IOException {
        String sweep = script();
        try (DirectoryStream<Path> left = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path one : left) {
                sweepIfStale(one, sweep);
            }
        }
        RunDirectory made = new RunDirectory(Files.createTempDirectory(parent, PREFIX), sweep);
        Files.writeString(made.path.resolve("driver"), Long.toString(driver));
        // A session of its own: Ctrl-C at the terminal must not reach it.
        made.shell("setsid", Long.toString(driver)).start();
        return made;
    }

    private static String script() throws IOException {
        try (InputStream in = Objects.requireNonNull(RunDirectory.class.getResourceAsStream("/sweep.sh"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void sweepIfStale(Path directory, String sweep) throws IOException {
        Path driver = directory.resolve("driver");
        if (!Files.exists(driver) || Files.exists(directory.resolve("keep"))) {
            return;
        }
        long pid = Long.parseLong(Files.readString(driver).strip());
        boolean alive = ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .filter(command -> command.endsWith("/java"))
                .isPresent();
        if (!alive) {
            System.err.println("faults: ending what a run left behind in " + directory);
            new RunDirectory(directory, sweep).endEverything();
        }
    }

    private ProcessBuilder shell(String... more) {
        List<String> command = new ArrayList<>();
        boolean detached = more.length > 0;
        if (detached) {
            command.add(more[0]);
        }
        command.addAll(List.of("sh", "-c", sweep, "earmark-faults-sweep", path.toString()));
        if (detached) {
            command.add(more[1]);
        }
        return new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
    }

    public Path path() {
        return path;
    }

    Path under(String name) throws IOException {
        return Files.createDirectories(path.resolve(name));
    }

    /** The directory stays when everything has ended, for people to look at. */
    public void keep() throws IOException {
        Files.writeString(path.resolve("keep"), "");
    }

    /** Ends every process of the run, at once, and removes the directory unless it is to be kept. */
    public void endEverything() throws IOException {
        try {
            shell().start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command lines of the run's processes that are still there. */
    public List<String> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> isOfRun(process.pid()))
                .map(process -> commandLine(process.pid()))
                .filter(command -> !command.isBlank())
                .toList();
    }

    private boolean isOfRun(long pid) {
        String mark = MARK + "=" + path;
        return List.of(proc(pid, "environ").split("\0")).contains(mark);
    }

    private static String commandLine(long pid) {
        return proc(pid, "cmdline").replace('\0', ' ').strip();
    }

    private static String proc(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // It has ended meanwhile, or is another user's.
            return "";
        }
    }
}
