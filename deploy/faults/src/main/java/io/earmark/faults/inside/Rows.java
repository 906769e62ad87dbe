package io.earmark.faults.inside;

import io.earmark.job.JobId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What the broken engines do behind the store's back, over a connection of their own. */
final class Rows {

    private static final String MAKE_WAITING = """
            update job set state = 'QUEUED', lease_token = null, lease_worker = null, lease_until = null,
                           finished_at = null, not_before = now() - interval '1 second'
            where id = ?
            """;

    private Rows() {}

    /** As a claim without its condition would find it. */
    static void makeWaiting(JobId job) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(MAKE_WAITING)) {
            statement.setObject(1, job.value());
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static @Nullable Long currentToken(JobId job) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement("select lease_token from job where id = ?")) {
            statement.setObject(1, job.value());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getObject(1, Long.class) : null;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(System.getProperty("earmark.faults.database", ""));
    }
}
