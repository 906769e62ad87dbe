package io.earmark.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A recording on this machine.
 *
 * @param name   for people: its path beneath the directory that was named
 * @param sha256 of its bytes: the server knows it by this, whatever its name
 */
record LocalRecording(String name, Path file, String sha256) {

    /** What is taken from a directory; a file that is named by itself may have any name. */
    private static final Set<String> ENDINGS = Set.of(
            "wav", "mp3", "m4a", "mp4", "aac", "ogg", "oga", "opus", "webm", "flac", "wma", "amr", "aif", "aiff", "gsm",
            "au", "3gp", "mkv");

    /** The recordings at a path: itself, or those beneath it in the order of their names. Hidden ones are passed over. */
    static List<Path> at(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !isHidden(path.relativize(file)) && isRecording(file))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isHidden(Path path) {
        for (Path part : path) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRecording(Path file) {
        String name = file.toString();
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    /** @param among the paths that were named */
    static LocalRecording read(Path file, List<Path> among) throws IOException {
        String name = among.stream()
                .filter(path -> Files.isDirectory(path) && file.startsWith(path))
                .findFirst()
                .map(directory -> directory.relativize(file).toString())
                .orElse(file.toString());
        return new LocalRecording(name, file, sha256(file));
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] chunk = new byte[1 << 16];
            for (int read = bytes.read(chunk); read >= 0; read = bytes.read(chunk)) {
                digest.update(chunk, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    /** Each content once. */
    static List<LocalRecording> distinct(List<LocalRecording> all) {
        List<LocalRecording> once = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        all.stream().filter(one -> seen.add(one.sha256())).forEach(once::add);
        return once;
    }
}
