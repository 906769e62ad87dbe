package io.earmark.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.job.Job;
import io.earmark.job.JobKind;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** Who is told of a job that was enqueued, and when. */
class OutboxBellTest extends StoreFixture {

    private final List<JobKind> told = new ArrayList<>();
    private final Jobs besideARelay =
            new JdbcJobs(jdbc, transaction, json, new EverySecond(), () -> Optional.of(told::add), clock);

    @Test
    void the_relay_of_this_process_is_told_after_the_commit_and_no_other() throws Exception {
        assertThat(heardOf(() -> transaction.executeWithoutResult(status -> {
                    besideARelay.enqueue(job(JobKind.COACH));
                    assertThat(told).isEmpty();
                })))
                .isEmpty();
        assertThat(told).containsExactly(JobKind.COACH);
    }

    @Test
    void where_there_is_none_the_database_tells_all_of_them() throws Exception {
        assertThat(heardOf(() -> jobs.enqueue(job(JobKind.COACH)))).containsExactly("COACH");
    }

    @Test
    void the_end_of_a_stage_tells_them_of_the_entry_of_the_next() throws Exception {
        Job transcription = enqueued();
        long token = claim(transcription);
        List<String> heard = heardOf(() -> jobs.complete(transcription.id(), token, TRANSCRIPT, List.of()));
        String entry = jdbc.sql("select concat_ws(' ', kind, id, job_id) from outbox")
                .query(String.class)
                .single();
        assertThat(heard).containsExactly(entry);
    }

    @Test
    void nobody_is_told_of_what_was_rolled_back() throws Exception {
        assertThat(heardOf(() -> transaction.executeWithoutResult(status -> {
                    besideARelay.enqueue(job(JobKind.COACH));
                    jobs.enqueue(job(JobKind.COACH));
                    status.setRollbackOnly();
                })))
                .isEmpty();
        besideARelay.enqueue(job(JobKind.SPEAK));
        assertThat(told).containsExactly(JobKind.SPEAK);
    }

    private Job job(JobKind kind) {
        return Job.queued(kind, TENANT, null, "{}", 3, clock.instant());
    }

    /** What the database tells of, until something that is told after it. */
    private List<String> heardOf(Runnable doing) throws Exception {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("listen earmark_outbox");
            doing.run();
            JobTable.wake(jdbc, JobKind.REPLAY);
            List<String> heard = new ArrayList<>();
            while (!heard.contains("REPLAY")) {
                PGNotification[] more = connection.unwrap(PGConnection.class).getNotifications((int) LEASE.toMillis());
                assertThat(more).as("of what is told last").isNotEmpty();
                Arrays.stream(more).map(PGNotification::getParameter).forEach(heard::add);
            }
            heard.remove("REPLAY");
            return heard;
        }
    }
}
