package io.earmark.standalone.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres.Builder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * A PostgreSQL server whose data stay in a directory. It listens on 127.0.0.1 only, on a port of its own choice, asks for
 * a password, and writes through to the disk. A server that an earlier process left running on the same directory, because
 * that was killed, is stopped first.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final String USER = "postgres";
    private static final String DATABASE = "postgres";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Nobody but who knows the password comes in; the shipped file trusts every process of this machine. */
    private static final String ACCESS = "host all all 127.0.0.1/32 scram-sha-256\n";

    private final io.zonky.test.db.postgres.embedded.EmbeddedPostgres server;
    private final String password;

    private EmbeddedPostgres(io.zonky.test.db.postgres.embedded.EmbeddedPostgres server, String password) {
        this.server = server;
        this.password = password;
    }

    /**
     * Starts the server, at the first time with an empty database.
     *
     * @param home what is kept: the database in {@code postgres}, its password in {@code postgres-password}
     * @throws IOException if it did not start; the message says where its own words are
     */
    public static EmbeddedPostgres start(Path home) throws IOException {
        Path data = home.resolve("postgres");
        Path words = home.resolve("postgres.log");
        Files.createDirectories(home);
        StalePostmaster.stop(data);
        String password = Secret.keptIn(home.resolve("postgres-password"));
        boolean guarded = Files.exists(data.resolve("pg_hba.conf"))
                && Files.readString(data.resolve("pg_hba.conf")).equals(ACCESS);
        Builder builder = builder(data, words);
        if (guarded) {
            builder.setConnectConfig("password", password);
        }
        io.zonky.test.db.postgres.embedded.EmbeddedPostgres server = launch(builder, words);
        try {
            if (!guarded) {
                guard(server, data, password);
            }
            return new EmbeddedPostgres(server, password);
        } catch (IOException | SQLException | RuntimeException e) {
            server.close();
            throw new IOException("The embedded PostgreSQL could not be given a password: " + e.getMessage(), e);
        }
    }

    private static Builder builder(Path data, Path words) {
        ProcessBuilder.Redirect log = ProcessBuilder.Redirect.appendTo(words.toFile());
        return io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPGStartupWait(PATIENCE)
                // Ours to close, after what uses it; a hook would close it under the feet of running jobs.
                .setRegisterShutdownHook(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setOutputRedirector(log)
                .setErrorRedirector(log);
    }

    /** Until the server listens, a socket that never does holds its port, so that the system gives it to nobody else. */
    private static io.zonky.test.db.postgres.embedded.EmbeddedPostgres launch(Builder builder, Path words)
            throws IOException {
        try (Socket port = new Socket()) {
            port.setReuseAddress(true);
            port.bind(new InetSocketAddress("127.0.0.1", 0));
            return builder.setPort(port.getLocalPort()).start();
        } catch (IOException | RuntimeException e) {
            throw new IOException(
                    "The embedded PostgreSQL did not start (" + e.getMessage() + "). What it said itself is in " + words
                            + ".",
                    e);
        }
    }

    private static void guard(io.zonky.test.db.postgres.embedded.EmbeddedPostgres server, Path data, String password)
            throws IOException, SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("alter role " + USER + " password '" + password + "'");
            Files.writeString(data.resolve("pg_hba.conf"), ACCESS);
            statement.execute("select pg_reload_conf()");
        }
    }

    /** For JDBC, without credentials. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + DATABASE;
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    /** Stops the server; open transactions are rolled back. */
    @Override
    public void close() throws IOException {
        server.close();
    }
}
