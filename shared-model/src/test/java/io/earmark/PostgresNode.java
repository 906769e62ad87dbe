package io.earmark;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;

/** A PostgreSQL of one test's own, with our tables. It may be stopped and started again with its data at its address. */
public final class PostgresNode implements AutoCloseable {

    private final Path data;
    private final int port;
    private @Nullable EmbeddedPostgres server;

    private PostgresNode(Path data, int port) throws IOException {
        this.data = data;
        this.port = port;
        start();
    }

    public static PostgresNode running() {
        try {
            Path data = Files.createTempDirectory("earmark-postgres-");
            PostgresNode node = new PostgresNode(data, Ports.reserve());
            Flyway.configure()
                    .dataSource(new DriverManagerDataSource(node.url()))
                    .load()
                    .migrate();
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException("No PostgreSQL of the test's own could be started", e);
        }
    }

    private void start() throws IOException {
        server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setPGStartupWait(Duration.ofMinutes(1))
                .start();
    }

    /** With user and password; the same after each start. */
    public String url() {
        return "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres&password=postgres";
    }

    public int port() {
        return port;
    }

    /** Ends every connection. */
    public void stop() throws IOException {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    public void restart() throws IOException {
        stop();
        start();
    }

    @Override
    public void close() throws IOException {
        stop();
        FileSystemUtils.deleteRecursively(data);
    }
}
