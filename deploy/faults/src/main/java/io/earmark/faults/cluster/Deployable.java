package io.earmark.faults.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** What is shipped, and is started as a process: its Boot archive, unpacked so that the failpoints can go beside it. */
public enum Deployable {
    GATEWAY("gateway", "api-gateway", "io.earmark.gateway.GatewayApplication"),
    TRANSCRIPTION("transcription", "stt-worker", "io.earmark.stt.SttWorkerApplication"),
    COACHING("coaching", "moment-worker", "io.earmark.moment.MomentWorkerApplication"),
    SPEECH("speech", "tts-worker", "io.earmark.tts.TtsWorkerApplication");

    private final String label;
    private final String module;
    private final String mainClass;

    Deployable(String label, String module, String mainClass) {
        this.label = label;
        this.module = module;
        this.mainClass = mainClass;
    }

    public String label() {
        return label;
    }

    String mainClass() {
        return mainClass;
    }

    /** The archive's own class path, unpacked if that was not done since it was built. */
    String classPath(Path checkout) throws IOException, InterruptedException {
        Path archive = archive(checkout.resolve(module).resolve("target"), "-exec.jar");
        Path home = checkout.resolve("deploy/faults/target/apps").resolve(module);
        Path stamp = home.resolve(".unpacked");
        String built = Files.size(archive) + " " + Files.getLastModifiedTime(archive);
        if (!Files.exists(stamp) || !Files.readString(stamp).equals(built)) {
            unpack(archive, home);
            Files.writeString(stamp, built);
        }
        return home.resolve(archive.getFileName()).toString();
    }

    /** Where the classes are kept as the JVM has them in memory, so that the many restarts cost less. */
    Path sharedClasses(Path checkout) {
        return checkout.resolve("deploy/faults/target/apps").resolve(module + ".jsa");
    }

    private static void unpack(Path archive, Path home) throws IOException, InterruptedException {
        FileSystemUtils.deleteRecursively(home);
        Files.createDirectories(home.getParent());
        Process unpacking = new ProcessBuilder(List.of(
                        java(),
                        "-Djarmode=tools",
                        "-jar",
                        archive.toString(),
                        "extract",
                        "--destination",
                        home.toString()))
                .inheritIO()
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (unpacking.waitFor() != 0) {
            throw new IOException(archive + " could not be unpacked");
        }
    }

    static Path archive(Path target, String ending) throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            Optional<Path> found = files.filter(
                            file -> file.getFileName().toString().endsWith(ending))
                    .filter(file -> ending.contains("exec") || !file.toString().endsWith("-exec.jar"))
                    .findFirst();
            return found.orElseThrow(() -> new IOException("Nothing is built in " + target));
        }
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
