package io.earmark.stt.child;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;

/** How to start the child: with this process's own Java and classes, from a class path or from a Boot archive. */
final class ChildCommand {

    private ChildCommand() {}

    static List<String> of(Path model) throws IOException {
        String classPath = System.getProperty("java.class.path");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath));
        if (isBootArchive(classPath)) {
            command.add("-Dloader.main=" + VoskChild.class.getName());
            command.add("org.springframework.boot.loader.launch.PropertiesLauncher");
        } else {
            command.add(VoskChild.class.getName());
        }
        command.add(model.toString());
        return command;
    }

    private static boolean isBootArchive(String classPath) throws IOException {
        if (!classPath.endsWith(".jar") || classPath.contains(java.io.File.pathSeparator)) {
            return false;
        }
        try (JarFile jar = new JarFile(classPath)) {
            return jar.getEntry("BOOT-INF/classes/") != null;
        }
    }
}
