package io.earmark.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * Where this worker's jobs keep their temporary files: a directory {@code NAME} beside a file {@code NAME.lock} that is
 * locked while the process lives. What a killed worker left behind is known by its free lock, and removed.
 */
final class Scratch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Scratch.class);
    private static final String LOCK = ".lock";

    private final Path own;
    private final Path lockFile;
    private final FileChannel lock;

    private Scratch(Path own, Path lockFile, FileChannel lock) {
        this.own = own;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /** @param root shared by workers of one machine; null for one beneath the system's temporary directory */
    static Scratch open(@Nullable Path root) {
        Path home = root != null
                ? root
                : Path.of(System.getProperty("java.io.tmpdir"), "earmark-" + System.getProperty("user.name"));
        try {
            Files.createDirectories(home);
            removeWhatTheDeadLeft(home);
            Path own = home.resolve("worker-" + UUID.randomUUID());
            Path lockFile = home.resolve(own.getFileName() + LOCK);
            FileChannel lock = FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            lock.lock();
            return new Scratch(Files.createDirectory(own), lockFile, lock);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "No temporary files can be kept in " + home + ": set earmark.work.scratch to a directory that this"
                            + " user may write, on a disk that is not full.",
                    e);
        }
    }

    private static void removeWhatTheDeadLeft(Path home) throws IOException {
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(home, "worker-*" + LOCK)) {
            for (Path lockFile : locks) {
                removeIfDead(lockFile);
            }
        }
    }

    private static void removeIfDead(Path lockFile) {
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            if (free != null) {
                String name = lockFile.getFileName().toString();
                Path left = lockFile.resolveSibling(name.substring(0, name.length() - LOCK.length()));
                if (FileSystemUtils.deleteRecursively(left)) {
                    log.info("Removed {}, which a worker that died had left behind", left);
                }
                Files.deleteIfExists(lockFile);
            }
        } catch (OverlappingFileLockException e) {
            log.debug("{} is of a worker in this very process", lockFile);
        } catch (IOException e) {
            log.warn("What belongs to {} could not be removed: {}", lockFile, e.toString());
        }
    }

    /** Empty, for one attempt. @throws UncheckedIOException if none can be made: the attempt fails */
    Path newDirectory() {
        try {
            return Files.createTempDirectory(own, "job-");
        } catch (IOException e) {
            throw new UncheckedIOException("No scratch directory can be made: is the disk full?", e);
        }
    }

    /** Never fails: what cannot be removed now goes when a worker starts after this one. */
    void remove(Path directory) {
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException e) {
            log.warn("{} could not be removed: {}", directory, e.toString());
        }
    }

    @Override
    public void close() throws IOException {
        remove(own);
        lock.close();
        Files.deleteIfExists(lockFile);
    }
}
