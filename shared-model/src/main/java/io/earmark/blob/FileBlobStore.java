package io.earmark.blob;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Blobs as files in one directory, which gateway and workers share. A blob is written under a temporary name, synced,
 * and renamed; a crash leaves at most a temporary file, which the orphan sweep finds by its age.
 */
public final class FileBlobStore implements BlobStore {

    private static final Pattern KEY = Pattern.compile("[0-9a-f]{2}/[0-9a-f-]{36}");
    private static final int CHUNK_BYTES = 64 * 1024;

    private final Path root;

    /** @param root created if missing */
    public FileBlobStore(Path root) throws IOException {
        this.root = Files.createDirectories(root.toAbsolutePath().normalize());
        Files.createDirectories(root.resolve("incoming"));
    }

    @Override
    public BlobRef write(InputStream bytes, long maxBytes) throws IOException {
        String name = UUID.randomUUID().toString();
        Path incoming = root.resolve("incoming").resolve(name);
        try {
            MessageDigest sha256 = sha256();
            long written = copy(bytes, incoming, sha256, maxBytes);
            Path home = Files.createDirectories(root.resolve(name.substring(0, 2)));
            Files.move(incoming, home.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            sync(home);
            String key = name.substring(0, 2) + "/" + name;
            return new BlobRef(key, HexFormat.of().formatHex(sha256.digest()), written);
        } finally {
            Files.deleteIfExists(incoming);
        }
    }

    private static long copy(InputStream from, Path to, MessageDigest sha256, long maxBytes) throws IOException {
        long written = 0;
        byte[] chunk = new byte[CHUNK_BYTES];
        try (FileChannel file = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
                written += read;
                if (written > maxBytes) {
                    throw new BlobTooLarge(maxBytes);
                }
                sha256.update(chunk, 0, read);
                ByteBuffer buffer = ByteBuffer.wrap(chunk, 0, read);
                while (buffer.hasRemaining()) {
                    file.write(buffer);
                }
            }
            file.force(true);
        }
        return written;
    }

    @Override
    public InputStream open(BlobRef blob) throws IOException {
        return new BufferedInputStream(Files.newInputStream(path(blob.key())));
    }

    @Override
    public Path file(BlobRef blob, Path scratch) throws IOException {
        Path file = path(blob.key());
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return file;
    }

    @Override
    public void delete(String key) throws IOException {
        Files.deleteIfExists(path(key));
    }

    @Override
    public void eachOlderThan(Instant time, Consumer<String> key) throws IOException {
        try (Stream<Path> files = Files.walk(root, 2)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                if (isOlderThan(time, file)) {
                    key.accept(root.relativize(file).toString());
                }
            }
        }
    }

    /** One that was removed or renamed meanwhile is nobody's concern. */
    private static boolean isOlderThan(Instant time, Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(time);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** A key comes from our own tables, yet is held to its form: a bad row must not reach outside the root. */
    private Path path(String key) {
        if (!KEY.matcher(key).matches() && !key.startsWith("incoming/")) {
            throw new IllegalArgumentException("Not a blob key: " + key);
        }
        Path path = root.resolve(key).normalize();
        if (!path.startsWith(root)) {
            throw new IllegalArgumentException("Not a blob key: " + key);
        }
        return path;
    }

    /** The rename itself must survive a power cut, not only the bytes. */
    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
