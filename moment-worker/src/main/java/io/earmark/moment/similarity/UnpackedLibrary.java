package io.earmark.moment.similarity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * ONNX Runtime unpacks its library (17 MB) into a new directory of {@code java.io.tmpdir} and removes it when the process
 * ends well. A killed process would leave one behind each time, so it is removed as soon as it is loaded: the system keeps
 * a mapped file's content until the process is gone.
 */
final class UnpackedLibrary {

    private static final Path MAPS = Path.of("/proc/self/maps");
    private static final String DIRECTORY = "onnxruntime-java";

    private UnpackedLibrary() {}

    /** Removes this process's own copy. Elsewhere than on Linux it does nothing. */
    static void forget() throws IOException {
        if (!Files.isReadable(MAPS)) {
            return;
        }
        for (Path directory : mapped()) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(directory);
        }
    }

    private static List<Path> mapped() throws IOException {
        try (Stream<String> lines = Files.lines(MAPS)) {
            return lines.filter(line -> line.indexOf('/') >= 0)
                    .map(line -> Path.of(line.substring(line.indexOf('/'))))
                    .map(Path::getParent)
                    .filter(parent -> parent != null
                            && String.valueOf(parent.getFileName()).startsWith(DIRECTORY))
                    .distinct()
                    .filter(Files::isDirectory)
                    .toList();
        }
    }
}
