package io.earmark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.earmark.call.Transcript;
import io.earmark.job.Attempt;
import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.store.Jobs.Success;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Claims and results of several jobs in one statement: each job still by itself. */
class TogetherTest extends StoreFixture {

    private List<Job> enqueued(int count) {
        return Stream.generate(this::enqueued).limit(count).toList();
    }

    private static List<JobId> ids(List<Job> jobs) {
        return jobs.stream().map(Job::id).toList();
    }

    private List<Job> claimTogether(List<Job> asked) {
        return jobs.claimTogether(ids(asked), "worker-1", LEASE);
    }

    private static Success success(Job claimed, Transcript transcript) {
        return new Success(claimed.id(), Objects.requireNonNull(claimed.lease()).token(), transcript, List.of());
    }

    @Test
    void all_are_claimed_in_the_given_order_each_with_a_token_and_an_attempt_of_its_own() {
        List<Job> asked = new ArrayList<>(enqueued(20));
        Collections.reverse(asked);
        List<Job> claimed = claimTogether(asked);

        assertThat(ids(claimed)).containsExactlyElementsOf(ids(asked));
        assertThat(claimed)
                .extracting(job -> Objects.requireNonNull(job.lease()).token())
                .doesNotHaveDuplicates();
        for (Job job : claimed) {
            assertThat(now(job)).isEqualTo(job);
            assertThat(job.state()).isEqualTo(JobState.RUNNING);
            assertThat(jobs.attempts(job.id())).extracting(Attempt::number).containsExactly(1);
        }
        assertThat(outboxEntries()).isZero();
    }

    @Test
    void one_that_is_taken_not_due_or_unknown_is_left_out() {
        List<Job> asked = enqueued(3);
        claim(asked.get(0));
        jobs.reschedule(TENANT, asked.get(1).id(), null, clock.instant().plusSeconds(60));
        List<JobId> ids = new ArrayList<>(ids(asked));
        ids.add(JobId.of(Instant.EPOCH));
        ids.add(asked.get(2).id());
        assertThat(ids(jobs.claimTogether(ids, "worker-1", LEASE)))
                .containsExactly(asked.get(2).id());
        assertThat(jobs.attempts(asked.get(2).id())).hasSize(1);
    }

    @Test
    void none_is_claimed_whose_kind_is_paused() {
        kinds.pause(JobKind.TRANSCRIBE, "ops");
        assertThat(claimTogether(enqueued(2))).isEmpty();
    }

    /** A worker that is killed by one of them costs the others an attempt: their first, and not their only one. */
    @Test
    void one_that_was_tried_before_or_has_one_attempt_is_claimed_alone() {
        Job tried = enqueued();
        jobs.fail(tried.id(), claim(tried), CRASH, false);
        clock.advance(LEASE);
        Job once = Job.queued(JobKind.TRANSCRIBE, TENANT, null, "{}", 1, clock.instant());
        jobs.enqueue(once);
        Job fresh = enqueued();

        assertThat(ids(claimTogether(List.of(tried, once, fresh)))).containsExactly(fresh.id());
        assertThat(jobs.claim(tried.id(), "worker-1", LEASE)).isPresent();
        assertThat(ids(claimTogether(List.of(once)))).containsExactly(once.id());
    }

    @Test
    void two_workers_that_want_the_same_ones_in_another_order_share_them() throws Exception {
        List<Job> asked = enqueued(50);
        List<Job> backwards = new ArrayList<>(asked);
        Collections.reverse(backwards);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Callable<List<Job>> one = () -> claimTogether(asked);
            Callable<List<Job>> other = () -> claimTogether(backwards);
            List<JobId> all = new ArrayList<>();
            for (Future<List<Job>> claimed : threads.invokeAll(List.of(one, other))) {
                all.addAll(ids(claimed.get()));
            }
            assertThat(all).containsExactlyInAnyOrderElementsOf(ids(asked));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_lease_that_was_lost_takes_no_neighbour_along() {
        List<Job> claimed = claimTogether(enqueued(3));
        Job lost = claimed.get(1);
        clock.advance(LEASE.plusSeconds(1));
        for (Job job : List.of(claimed.get(0), claimed.get(2))) {
            jobs.keep(job.id(), Objects.requireNonNull(job.lease()).token(), LEASE, 0, null);
        }
        jobs.reap();

        assertThat(jobs.completeTogether(
                        claimed.stream().map(job -> success(job, TRANSCRIPT)).toList()))
                .containsExactlyInAnyOrder(claimed.get(0).id(), claimed.get(2).id());
        assertThat(now(lost).state()).isEqualTo(JobState.RETRYING);
        assertThat(jobs.result(lost.id(), Transcript.class)).isEmpty();
        assertThat(jobs.result(claimed.get(2).id(), Transcript.class)).contains(TRANSCRIPT);
        assertThat(outboxEntries()).as("two next stages and a retry").isEqualTo(3);
    }

    @Test
    void one_that_was_cancelled_ends_CANCELLED_without_its_result_and_the_others_succeed() {
        List<Job> claimed = claimTogether(enqueued(2));
        jobs.requestCancel(TENANT, claimed.get(0).id());
        assertThat(jobs.completeTogether(
                        claimed.stream().map(job -> success(job, TRANSCRIPT)).toList()))
                .as("written, both of them")
                .containsExactlyInAnyOrderElementsOf(ids(claimed));
        assertThat(now(claimed.get(0)).state()).isEqualTo(JobState.CANCELLED);
        assertThat(jobs.result(claimed.get(0).id(), Transcript.class)).isEmpty();
        assertThat(now(claimed.get(1)).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(outboxEntries()).as("one next stage").isEqualTo(1);
    }

    @Test
    void if_the_database_refuses_one_result_none_is_written() {
        List<Job> claimed = claimTogether(enqueued(2));
        Transcript refused =
                new Transcript(1, "en\0US", new Transcript.Engine("vosk", "tiny", "1"), List.of(), List.of());
        assertThatThrownBy(() -> jobs.completeTogether(
                        List.of(success(claimed.get(0), TRANSCRIPT), success(claimed.get(1), refused))))
                .isInstanceOf(DataAccessException.class);
        assertThat(claimed).allSatisfy(job -> assertThat(now(job)).isEqualTo(job));
        assertThat(outboxEntries()).isZero();
    }

    /** Else each claim would read all jobs that there ever were, until the table is analyzed. */
    @Test
    void what_postgres_does_not_know_of_a_table_makes_no_claim_and_no_result_read_all_of_it() {
        assertThat(tablesRead(source, enqueued(200))).isZero();
    }

    /** On a worker's connection: as shipped, but for the address. */
    @Test
    void nor_does_what_it_knows_of_the_time_when_the_tables_were_empty() throws IOException {
        jdbc.sql("analyze").update();
        HikariConfig config = new HikariConfig();
        source.copyStateTo(config);
        config.setConnectionInitSql(String.valueOf(new YamlPropertySourceLoader()
                .load("worker", new ClassPathResource("earmark-worker.yml"))
                .get(0)
                .getProperty("spring.datasource.hikari.connection-init-sql")));
        try (HikariDataSource worker = new HikariDataSource(config)) {
            assertThat(tablesRead(worker, enqueued(200))).isZero();
        }
    }

    /** How often a claim of some and their results read a table from its beginning to its end. */
    private Long tablesRead(DataSource connections, List<Job> some) {
        JdbcClient client = JdbcClient.create(connections);
        TransactionTemplate work = new TransactionTemplate(new JdbcTransactionManager(connections));
        Jobs theirs = new JdbcJobs(client, work, json, new EverySecond(), Optional::empty, clock);
        return work.execute(status -> {
            List<Job> claimed = theirs.claimTogether(ids(some.subList(0, 20)), "worker-1", LEASE);
            theirs.completeTogether(
                    claimed.stream().map(job -> success(job, TRANSCRIPT)).toList());
            return client.sql("""
                            select sum(seq_scan) from pg_stat_xact_user_tables where relname in ('job', 'attempt', 'outbox')
                            """).query(Long.class).single();
        });
    }
}
