package io.earmark.stt.child;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * How to start the child: with this process's own Java and classes, from a class path or from a Boot archive.
 *
 * @param mainClass of the child; tests put a stumbling one in
 * @param speakers  directory of the speaker model; null for none
 */
record ChildCommand(String mainClass, Path model, @Nullable Path speakers) {

    /** A crash is told on the standard error and leaves no files about. */
    private static final List<String> OPTIONS = List.of(
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ErrorFileToStderr",
            "-XX:+DisplayVMOutputToStderr",
            "-XX:-CreateCoredumpOnCrash");

    /**
     * Vosk takes and gives back memory in small pieces all the time, which is a third of its work with glibc as it comes:
     * a thread keeps seven pieces of a size for itself. With as many as it may keep it is a fifth. No more pools of memory
     * than processors: each grows to what the greediest stretch took, and keeps it. What else there is of C libraries does
     * not look at it.
     */
    private static final String ALLOCATION = "glibc.malloc.tcache_count=65535:glibc.malloc.arena_max="
            + Math.max(2, Runtime.getRuntime().availableProcessors());

    static ChildCommand of(Path model, @Nullable Path speakers) {
        return new ChildCommand(VoskChild.class.getName(), model, speakers);
    }

    ChildCommand withoutSpeakers() {
        return new ChildCommand(mainClass, model, null);
    }

    /** Who sets the tunables for the worker sets them for the child, too. */
    ProcessBuilder process() throws IOException {
        ProcessBuilder process = new ProcessBuilder(line());
        process.environment().putIfAbsent("GLIBC_TUNABLES", ALLOCATION);
        return process;
    }

    private List<String> line() throws IOException {
        String classPath = System.getProperty("java.class.path");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(List.of("-cp", classPath));
        if (isBootArchive(classPath)) {
            command.add("-Dloader.main=" + mainClass);
            command.add("org.springframework.boot.loader.launch.PropertiesLauncher");
        } else {
            command.add(mainClass);
        }
        command.add(model.toString());
        if (speakers != null) {
            command.add(speakers.toString());
        }
        return command;
    }

    private static boolean isBootArchive(String classPath) throws IOException {
        if (!classPath.endsWith(".jar") || classPath.contains(File.pathSeparator)) {
            return false;
        }
        try (JarFile jar = new JarFile(classPath)) {
            return jar.getEntry("BOOT-INF/classes/") != null;
        }
    }
}
