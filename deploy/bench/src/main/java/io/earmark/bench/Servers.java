package io.earmark.bench;

import io.earmark.Broker;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * One PostgreSQL that writes through to the disk and one RabbitMQ, private to this run and shared by all that is
 * measured. PostgreSQL's settings are its defaults, but for what a small machine of production would have.
 */
final class Servers implements AutoCloseable {

    private static final String USER = "postgres";

    private final Path directory;
    private final EmbeddedPostgres postgres;
    private final String broker;

    private Servers(Path directory, EmbeddedPostgres postgres, String broker) {
        this.directory = directory;
        this.postgres = postgres;
        this.broker = broker;
    }

    static Servers start() throws IOException {
        Path directory = Files.createTempDirectory("earmark-bench-");
        Path words = directory.resolve("postgres.log");
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("postgres"))
                .setPGStartupWait(Duration.ofMinutes(1))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("max_wal_size", "4GB")
                .setServerConfig("max_connections", "200")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(words.toFile()))
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(words.toFile()))
                .start();
        return new Servers(directory, postgres, Broker.uri());
    }

    /** A new database, as a JDBC URL with credentials. */
    String newDatabase(String name) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return postgres.getJdbcUrl(USER, name);
    }

    String user() {
        return USER;
    }

    /** As {@code amqp://user:password@host:port}. */
    String broker() {
        return broker;
    }

    /** Of all of the server's processes that are alive, since they began. */
    Duration databaseCpu() throws IOException {
        List<String> lines = Files.readAllLines(directory.resolve("postgres/postmaster.pid"));
        ProcessHandle postmaster =
                ProcessHandle.of(Long.parseLong(lines.get(0).strip())).orElseThrow();
        return Stream.concat(Stream.of(postmaster), postmaster.descendants())
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** On the disk that the databases are on too; removed in the end. */
    Path directory(String name) throws IOException {
        return Files.createDirectories(directory.resolve(name));
    }

    @Override
    public void close() throws IOException {
        postgres.close();
        FileSystemUtils.deleteRecursively(directory);
    }
}
