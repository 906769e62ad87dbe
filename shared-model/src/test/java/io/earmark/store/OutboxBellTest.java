package io.earmark.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.job.JobKind;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** Who is told of a job that was enqueued, and when. */
class OutboxBellTest extends StoreFixture {

    private final List<JobKind> told = new CopyOnWriteArrayList<>();
    private final OutboxBell bell = new OutboxBell(jdbc, told::add);

    @Test
    void the_relay_of_this_process_is_told_after_the_commit_and_the_others_by_the_database() throws Exception {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("listen earmark_outbox");
            transaction.executeWithoutResult(status -> {
                bell.ring(JobKind.COACH);
                assertThat(told).isEmpty();
            });
            assertThat(told).containsExactly(JobKind.COACH);

            PGNotification[] heard = connection.unwrap(PGConnection.class).getNotifications((int) LEASE.toMillis());
            assertThat(heard)
                    .singleElement()
                    .satisfies(one -> assertThat(one.getParameter()).isEqualTo("COACH"));
        }
    }

    @Test
    void nobody_is_told_of_what_was_rolled_back() {
        transaction.executeWithoutResult(status -> {
            bell.ring(JobKind.COACH);
            status.setRollbackOnly();
        });
        bell.ring(JobKind.SPEAK);
        assertThat(told).containsExactly(JobKind.SPEAK);
    }
}
