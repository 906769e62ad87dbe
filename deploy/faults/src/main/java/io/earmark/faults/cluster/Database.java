package io.earmark.faults.cluster;

import io.earmark.Ports;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A PostgreSQL of the run's own, which writes through to the disk, and which can be crashed. */
public final class Database {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RunDirectory run;
    private final Path data;
    private final int port;
    private final List<String> command;
    private Child server;

    private Database(RunDirectory run, Path data, int port, List<String> command) throws IOException {
        this.run = run;
        this.data = data;
        this.port = port;
        this.command = command;
        this.server = launch();
    }

    /** The library makes the data directory and unpacks the server; from then on it is ours, to crash as we like. */
    public static Database start(RunDirectory run) throws IOException, InterruptedException {
        Path data = run.path().resolve("postgres");
        int port = Ports.reserve();
        Path program;
        try (EmbeddedPostgres maker = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setPGStartupWait(PATIENCE)
                .start()) {
            long pid = Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
            program = Path.of(ProcessHandle.of(pid)
                    .flatMap(process -> process.info().command())
                    .orElseThrow(() -> new IOException("PostgreSQL started and is not there, in " + maker)));
        }
        List<String> command = new ArrayList<>();
        if (Files.getOwner(data).getName().equals("root")) {
            // PostgreSQL refuses to run as root.
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(program.toString());
        command.addAll(List.of("-D", data.toString(), "-p", Integer.toString(port)));
        for (String setting : List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "fsync=on",
                "synchronous_commit=on",
                "full_page_writes=on",
                "max_connections=120")) {
            command.addAll(List.of("-c", setting));
        }
        Database database = new Database(run, data, port, command);
        database.awaitReady();
        return database;
    }

    private Child launch() throws IOException {
        return Child.start(run, "postgres", command, Map.of());
    }

    /** For JDBC, credentials included. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    /** An immediate shutdown: every connection is cut, nothing is flushed, and recovery runs at the next start. */
    public void crash() throws IOException, InterruptedException {
        server.signal("QUIT");
        if (!server.awaitEnd(Duration.ofSeconds(20))) {
            server.kill();
        }
    }

    public void restart() throws IOException, InterruptedException {
        server = launch();
        awaitReady();
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Connection connection = connect()) {
                if (connection.isValid(5)) {
                    return;
                }
            } catch (SQLException e) {
                if (System.nanoTime() > deadline || !server.isAlive()) {
                    throw new IOException(
                            "PostgreSQL does not answer; its words are in "
                                    + run.path().resolve("log/postgres.log") + ", its data in " + data,
                            e);
                }
            }
            Thread.sleep(100);
        }
    }

    void stop() throws IOException, InterruptedException {
        server.signal("INT");
        if (!server.awaitEnd(Duration.ofSeconds(20))) {
            server.kill();
        }
    }
}
