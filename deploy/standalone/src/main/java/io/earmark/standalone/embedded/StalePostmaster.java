package io.earmark.standalone.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops a PostgreSQL that outlived the process which started it. */
final class StalePostmaster {

    private static final Logger log = LoggerFactory.getLogger(StalePostmaster.class);
    private static final long PATIENCE_SECONDS = 20;

    private StalePostmaster() {}

    /** Only a process that is a postgres and names this very directory is touched: process ids are used again. */
    static void stop(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> left = postmaster(Files.readAllLines(pidFile), data);
        if (left.isPresent()) {
            log.info(
                    "Stopping the PostgreSQL {} that was left running on {}",
                    left.get().pid(),
                    data);
            end(left.get());
        }
        Files.deleteIfExists(pidFile);
    }

    private static Optional<ProcessHandle> postmaster(List<String> lines, Path data) throws IOException {
        if (lines.size() < 2 || !lines.get(0).strip().matches("\\d+")) {
            return Optional.empty();
        }
        Path theirs = Path.of(lines.get(1).strip());
        if (!Files.exists(theirs) || !Files.isSameFile(theirs, data)) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(StalePostmaster::isPostgres);
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("/bin/postgres");
    }

    /** TERM waits for clients, and the clients are gone with their process; KILL would leave shared memory behind. */
    private static void end(ProcessHandle process) throws IOException {
        process.destroy();
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while an old PostgreSQL was stopping", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(
                    "A PostgreSQL that an earlier Earmark left behind does not stop: end process " + process.pid()
                            + " by hand, then start again.",
                    e);
        }
    }
}
