package io.earmark.bench;

import io.earmark.Broker;
import io.earmark.Ports;
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
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * One PostgreSQL that writes through to the disk and one RabbitMQ, private to this run and shared by all that is
 * measured. Both start when either is first asked for, so what needs neither runs without them. PostgreSQL's settings are its defaults, but for what a small machine of production would have.
 */
final class Servers implements AutoCloseable {

    private static final String USER = "postgres";

    private final Path directory;
    private @Nullable EmbeddedPostgres postgres;

    private Servers(Path directory) {
        this.directory = directory;
    }

    static Servers open() throws IOException {
        return new Servers(Files.createTempDirectory("earmark-bench-"));
    }

    private EmbeddedPostgres started() throws IOException {
        if (postgres == null) {
            postgres = start(directory);
            Broker.uri();
        }
        return postgres;
    }

    private static EmbeddedPostgres start(Path directory) throws IOException {
        Path words = directory.resolve("postgres.log");
        return EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("postgres"))
                .setPort(Ports.reserve())
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
    }

    /** A new database, as a JDBC URL with credentials. */
    String newDatabase(String name) throws SQLException, IOException {
        EmbeddedPostgres database = started();
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return database.getJdbcUrl(USER, name);
    }

    String user() {
        return USER;
    }

    /** As {@code amqp://user:password@host:port}. */
    String broker() throws IOException {
        started();
        return Broker.uri();
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
        if (postgres != null) {
            postgres.close();
        }
        FileSystemUtils.deleteRecursively(directory);
    }
}
