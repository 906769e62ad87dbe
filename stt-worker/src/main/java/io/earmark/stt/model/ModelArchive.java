package io.earmark.stt.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** A model's ZIP archive. It unpacks whole or not at all, never outside its directory, and never without bound. */
final class ModelArchive {

    private static final long MOST_BYTES = 16L << 30;
    private static final int MOST_FILES = 10_000;

    private final Path archive;
    private final long mostBytes;

    ModelArchive(Path archive) {
        this(archive, MOST_BYTES);
    }

    /** @param mostBytes unpacked */
    ModelArchive(Path archive, long mostBytes) {
        this.archive = archive;
        this.mostBytes = mostBytes;
    }

    /** To {@code home/name}. @throws ModelRefused if it is no archive of a model */
    void unpack(String name, Path home) throws IOException {
        Path unpacking = Files.createTempDirectory(home, "unpacking-");
        try (InputStream in = Files.newInputStream(archive);
                ZipInputStream zip = new ZipInputStream(in)) {
            unpack(zip, unpacking);
            Path model = modelIn(unpacking);
            if (!SpeechModels.isEither(model)) {
                throw new ModelRefused(
                        "The archive holds no Vosk model: am/final.mdl, conf/model.conf or graph is missing, and so is"
                                + " something of a speaker model.");
            }
            Files.move(model, home.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (ZipException e) {
            throw new ModelRefused("The archive is no ZIP file, or a damaged one: " + e.getMessage() + ".", e);
        } finally {
            if (Files.exists(unpacking)) {
                SpeechModels.delete(unpacking);
            }
        }
    }

    /** Official archives hold one directory with everything in it. */
    private static Path modelIn(Path unpacked) throws IOException {
        try (Stream<Path> entries = Files.list(unpacked)) {
            return entries.filter(SpeechModels::isEither).findFirst().orElse(unpacked);
        }
    }

    private void unpack(ZipInputStream zip, Path target) throws IOException {
        long bytes = 0;
        int files = 0;
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            Path file = target.resolve(entry.getName()).normalize();
            if (!file.startsWith(target)) {
                throw new ModelRefused("The archive wants to write outside its directory: " + entry.getName() + ".");
            }
            if (++files > MOST_FILES) {
                throw new ModelRefused("The archive holds more than " + MOST_FILES + " files; no model does.");
            }
            if (entry.isDirectory()) {
                Files.createDirectories(file);
            } else {
                Files.createDirectories(file.getParent());
                bytes = copy(zip, file, bytes);
            }
        }
    }

    private long copy(InputStream zip, Path file, long before) throws IOException {
        long bytes = before;
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] chunk = new byte[1 << 16];
            for (int read = zip.read(chunk); read >= 0; read = zip.read(chunk)) {
                bytes += read;
                if (bytes > mostBytes) {
                    throw new ModelRefused("The archive unpacks to more than " + mostBytes + " bytes; no model does.");
                }
                out.write(chunk, 0, read);
            }
        }
        return bytes;
    }
}
