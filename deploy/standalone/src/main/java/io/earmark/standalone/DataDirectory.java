package io.earmark.standalone;

import io.earmark.standalone.embedded.Secret;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * What a server keeps, and where: {@code servers/} (the database), {@code blobs/} (audio), {@code models/}, {@code tmp/},
 * {@code api-key}, {@code secrets-key} and {@code earmark.log}. Held by one process at a time.
 */
final class DataDirectory implements AutoCloseable {

    static final String KEY_PREFIX = "ek_";

    private final Path home;
    private final FileChannel lock;

    private DataDirectory(Path home, FileChannel lock) {
        this.home = home;
        this.lock = lock;
    }

    /** @throws CannotStart if another process holds it, or it cannot be made */
    static DataDirectory open(Path home) {
        try {
            Files.createDirectories(home.resolve("blobs"));
            Files.createDirectories(home.resolve("tmp"));
            FileChannel channel =
                    FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new CannotStart("Another Earmark runs on " + home
                        + ". Stop it, or give this one a directory of its own with --data.");
            }
            return new DataDirectory(home, channel);
        } catch (IOException e) {
            throw new CannotStart(
                    "The data directory " + home + " cannot be used: " + e + ". Name another with --data.", e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** The key of the first start; later starts find it again. */
    String apiKey() throws IOException {
        return Secret.keptIn(keyFile(home), KEY_PREFIX);
    }

    /** What webhooks' signing keys are encrypted with; without it they cannot be read any more. */
    String secretsKey() throws IOException {
        return Secret.keptIn(home.resolve("secrets-key"));
    }

    static Path keyFile(Path home) {
        return home.resolve("api-key");
    }

    static Path logFile(Path home) {
        return home.resolve("earmark.log");
    }

    Path home() {
        return home;
    }

    Path servers() {
        return home.resolve("servers");
    }

    Path blobs() {
        return home.resolve("blobs");
    }

    Path scratch() {
        return home.resolve("tmp");
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
