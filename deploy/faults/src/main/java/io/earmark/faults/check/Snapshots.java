package io.earmark.faults.check;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import io.earmark.faults.cluster.Cluster;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.wire.Topology;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a {@link Snapshot} from database, blob store and broker, behind the engine's back. */
public final class Snapshots {

    private static final String JOBS = """
            select id, kind, state, call_id, attempts, max_attempts, created_at, started_at, finished_at,
                   failure->>'type'
            from job
            """;

    private static final String WANTED =
            "select audio_key from call union all select audio_key from result where audio_key is not null";

    private final Cluster cluster;

    public Snapshots(Cluster cluster) {
        this.cluster = cluster;
    }

    public Snapshot take() throws SQLException, IOException {
        try (Connection connection = cluster.database().connect()) {
            return new Snapshot(
                    rows(connection, JOBS, Snapshots::job),
                    rows(
                            connection,
                            "select job_id, token, started_at, finished_at, outcome from attempt",
                            Snapshots::attempt),
                    rows(
                            connection,
                            "select job_id, audio_key from result",
                            row -> new Snapshot.ResultRow(row.getString(1), row.getString(2))),
                    rows(
                            connection,
                            "select id, audio_key from call",
                            row -> new Snapshot.CallRow(row.getString(1), row.getString(2))),
                    rows(connection, "select job_id from outbox", row -> row.getString(1)),
                    blobs(),
                    queues(),
                    deadLetters());
        }
    }

    /** The state of every job. */
    public Map<String, JobState> states() throws SQLException {
        Map<String, JobState> states = new HashMap<>();
        try (Connection connection = cluster.database().connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select id, state from job")) {
            while (row.next()) {
                states.put(row.getString(1), JobState.valueOf(row.getString(2)));
            }
        }
        return states;
    }

    /** Files of the blob store that nothing points at. */
    public int unwantedBlobs() throws SQLException, IOException {
        Set<String> blobs = new HashSet<>(blobs());
        try (Connection connection = cluster.database().connect()) {
            rows(connection, WANTED, row -> row.getString(1)).forEach(blobs::remove);
        }
        return blobs.size();
    }

    private Set<String> blobs() throws IOException {
        Path root = cluster.blobs();
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .collect(Collectors.toSet());
        }
    }

    /** Messages that are ready; those with a consumer come back when it goes. A queue that is not there holds none. */
    private Map<String, Long> queues() throws IOException {
        Map<String, Long> queues = new HashMap<>();
        for (JobKind kind : JobKind.values()) {
            String name = Topology.queue(kind);
            queues.put(name, messages(name));
        }
        return queues;
    }

    private long messages(String queue) throws IOException {
        try {
            return cluster.broker()
                    .use(channel -> (long) channel.queueDeclarePassive(queue).getMessageCount());
        } catch (IOException e) {
            if (isNotFound(e)) {
                return 0;
            }
            throw e;
        }
    }

    private static boolean isNotFound(IOException e) {
        return e.getCause() instanceof ShutdownSignalException closed
                && closed.getReason() instanceof AMQP.Channel.Close close
                && close.getReplyCode() == AMQP.NOT_FOUND;
    }

    /** Takes them out. */
    private List<String> deadLetters() throws IOException {
        return cluster.broker().use(channel -> {
            List<String> letters = new ArrayList<>();
            for (GetResponse letter = channel.basicGet(Topology.DEAD_LETTERS, true);
                    letter != null;
                    letter = channel.basicGet(Topology.DEAD_LETTERS, true)) {
                letters.add(new String(letter.getBody(), StandardCharsets.UTF_8));
            }
            return letters;
        });
    }

    private interface Reading<T> {
        T read(ResultSet row) throws SQLException;
    }

    private static <T> List<T> rows(Connection connection, String sql, Reading<T> reading) throws SQLException {
        List<T> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                rows.add(reading.read(row));
            }
        }
        return rows;
    }

    private static Snapshot.JobRow job(ResultSet row) throws SQLException {
        return new Snapshot.JobRow(
                row.getString(1),
                JobKind.valueOf(row.getString(2)),
                JobState.valueOf(row.getString(3)),
                row.getString(4),
                row.getInt(5),
                row.getInt(6),
                row.getObject(7, OffsetDateTime.class).toInstant(),
                time(row, 8),
                time(row, 9),
                row.getString(10));
    }

    private static Snapshot.AttemptRow attempt(ResultSet row) throws SQLException {
        return new Snapshot.AttemptRow(
                row.getString(1),
                row.getLong(2),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                time(row, 4),
                row.getString(5));
    }

    private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
