package io.earmark.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.Postgres;
import io.earmark.SettableClock;
import io.earmark.blob.BlobRef;
import io.earmark.call.SpokenAudio;
import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.job.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** What must hold, and stay cheap, while many jobs wait. */
class ManyJobsTest {

    private static final Duration HOLD = Duration.ofSeconds(30);
    private static final int MANY = 3_000;
    private static final SpokenAudio SPEECH = new SpokenAudio(new BlobRef("00/speech", "5a", 1), "audio/wav", 1);

    private final SettableClock clock = new SettableClock();
    private final DataSource source = Postgres.migrated();
    private final JdbcClient jdbc = JdbcClient.create(source);
    private final TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(source));
    private final Jobs jobs = new JdbcJobs(jdbc, transaction, new JsonMapper(), new NoRetry(), Optional::empty, clock);
    private final Outbox outbox = new JdbcOutbox(jdbc, clock);

    private record NoRetry() implements RetryPolicy {
        @Override
        public int maxAttempts(JobKind kind) {
            return 1;
        }

        @Override
        public Duration delayAfter(int attempt) {
            return Duration.ZERO;
        }
    }

    @Test
    void one_job_of_a_small_tenant_goes_before_the_second_of_one_with_thousands() {
        many("busy");
        clock.advance(Duration.ofSeconds(1));
        Job small = enqueued("small", Job.DEFAULT_PRIORITY);

        assertThat(take(4)).contains(small.id());
    }

    @Test
    void an_urgent_job_goes_before_thousands_of_its_own_tenant() {
        many("busy");
        clock.advance(Duration.ofSeconds(1));
        Job urgent = enqueued("busy", 9);

        assertThat(take(1)).containsExactly(urgent.id());
        assertThat(jobs.queuePosition(urgent)).hasValue(0);
    }

    @Test
    void tenants_take_turns_while_they_have_jobs() {
        for (int i = 0; i < 30; i++) {
            enqueued("a", Job.DEFAULT_PRIORITY);
        }
        enqueued("b", Job.DEFAULT_PRIORITY);
        enqueued("c", Job.DEFAULT_PRIORITY);

        assertThat(take(10).stream().collect(Collectors.groupingBy(this::tenant, Collectors.counting())))
                .containsEntry("a", 8L)
                .containsEntry("b", 1L)
                .containsEntry("c", 1L);
    }

    @Test
    void a_position_is_exact_to_a_thousand_and_no_farther() {
        many("busy");
        clock.advance(Duration.ofSeconds(1));
        Job last = enqueued("busy", Job.DEFAULT_PRIORITY);
        assertThat(jobs.queuePosition(last)).hasValue(Jobs.FARTHEST_POSITION);

        jdbc.sql("delete from outbox where job_id <> :last and id % 10 <> 0")
                .param("last", last.id().value())
                .update();
        assertThat(jobs.queuePosition(last)).hasValue(MANY / 10);
    }

    @Test
    void what_is_with_the_broker_counts_as_before_all_that_is_not() {
        Job first = enqueued("a", Job.DEFAULT_PRIORITY);
        send(take(1));
        Job second = enqueued("a", 9);

        assertThat(jobs.queuePosition(first)).hasValue(0);
        assertThat(jobs.queuePosition(second)).hasValue(1);
    }

    @Test
    void gauges_count_what_has_not_ended() {
        many("busy");
        Job running = enqueued("busy", Job.DEFAULT_PRIORITY);
        jobs.claim(running.id(), "w", HOLD);
        send(take(10));
        Job failed = Job.queued(JobKind.SPEAK, "busy", null, "{}", 2, clock.instant());
        jobs.enqueue(failed);
        long token = Objects.requireNonNull(
                        jobs.claim(failed.id(), "w", HOLD).orElseThrow().lease())
                .token();
        jobs.fail(failed.id(), token, StoreFixture.CRASH, false);

        assertThat(jobs.counts())
                .containsExactlyInAnyOrder(
                        new Jobs.Count(JobKind.SPEAK, JobState.QUEUED, MANY),
                        new Jobs.Count(JobKind.SPEAK, JobState.RETRYING, 1),
                        new Jobs.Count(JobKind.SPEAK, JobState.RUNNING, 1));
    }

    @Test
    void the_oldest_waiting_job_is_found_among_all_priorities_and_with_the_broker() {
        assertThat(jobs.oldestDue(JobKind.SPEAK)).isEmpty();
        Job old = enqueued("a", 0);
        clock.advance(Duration.ofSeconds(1));
        enqueued("a", 9);
        assertThat(jobs.oldestDue(JobKind.SPEAK)).hasValue(old.notBefore());

        send(take(2));
        assertThat(jobs.oldestDue(JobKind.SPEAK)).hasValue(old.notBefore());
    }

    @Test
    void a_load_tells_what_is_with_the_broker_how_long_and_whether_more_is_due() {
        enqueued("a", Job.DEFAULT_PRIORITY);
        enqueued("a", Job.DEFAULT_PRIORITY);
        assertThat(load()).isEqualTo(new Outbox.Load(0, Duration.ZERO, true));

        send(take(1));
        clock.advance(Duration.ofSeconds(2));
        assertThat(load()).isEqualTo(new Outbox.Load(1, Duration.ofSeconds(2), true));

        send(take(1));
        assertThat(load()).isEqualTo(new Outbox.Load(2, Duration.ofSeconds(2), false));
    }

    @Test
    void what_the_relay_asks_reads_a_few_rows_and_not_all_that_wait() {
        many("busy");
        assertThat(read("outbox", () -> {
                    load();
                    send(take(10));
                    load();
                }))
                .isLessThan(MANY / 10);
    }

    /** A plan for whatever tenant there is: with one alone, an index without tenants looks as good as that with them. */
    @Test
    void nor_does_the_relay_read_all_that_wait_once_postgres_knows_that_there_is_one_tenant() {
        many("busy");
        jdbc.sql("analyze outbox").update();

        assertThat(read("outbox", () -> {
                    jdbc.sql("set local plan_cache_mode = force_generic_plan").update();
                    assertThat(take(100)).hasSize(100);
                }))
                .isLessThan(MANY / 3);
    }

    @Test
    void a_position_and_pages_of_the_list_read_a_few_rows_and_not_all_that_wait() {
        many("busy");
        Job running = enqueued("busy", Job.DEFAULT_PRIORITY);
        Job urgent = enqueued("busy", 9);
        jobs.claim(running.id(), "w", HOLD);
        // So that it is known how many wait, and the planner thinks that many go before any job.
        jdbc.sql("analyze job, outbox").update();

        assertThat(read("outbox", () -> jobs.queuePosition(urgent))).isLessThan(MANY / 10);
        assertThat(read("job", () -> jobs.page("busy", null, null, null, null, 10)))
                .isLessThan(MANY / 10);
        Job old = jobs.page("busy", null, null, null, null, MANY - 10).get(MANY - 11);
        assertThat(read("job", () -> jobs.page("busy", null, null, null, old.id(), 10)))
                .as("far back")
                .isLessThan(MANY / 10);
        assertThat(read(
                        "job",
                        () -> assertThat(jobs.page("busy", JobState.RUNNING, null, null, null, 10))
                                .extracting(Job::id)
                                .containsExactly(running.id())))
                .isLessThan(MANY / 10);
        assertThat(read("job", () -> jobs.page("busy", JobState.FAILED, null, null, null, 10)))
                .isLessThan(MANY / 10);
        assertThat(read("job", jobs::reap)).isLessThan(MANY / 10);
    }

    @Test
    void a_job_that_is_claimed_kept_and_ends_well_changes_no_index_of_its_table() {
        Job job = enqueued("a", Job.DEFAULT_PRIORITY);
        Long others = transaction.execute(status -> {
            long token = Objects.requireNonNull(
                            jobs.claim(job.id(), "w", HOLD).orElseThrow().lease())
                    .token();
            jobs.keep(job.id(), token, HOLD, 0.5, "half");
            jobs.complete(job.id(), token, SPEECH, List.of());
            return jdbc.sql("select n_tup_upd - n_tup_hot_upd from pg_stat_xact_user_tables where relname = 'job'")
                    .query(Long.class)
                    .single();
        });
        assertThat(others).isZero();
    }

    @Test
    void waiting_jobs_are_counted_up_to_what_somebody_wants_to_know() {
        many("busy");
        enqueued("small", Job.DEFAULT_PRIORITY);

        assertThat(jobs.waiting(Long.MAX_VALUE)).containsOnly(Map.entry("busy", (long) MANY), Map.entry("small", 1L));
        assertThat(read(
                        "outbox",
                        () -> assertThat(jobs.waiting(100).values())
                                .singleElement()
                                .isEqualTo(100L)))
                .isLessThan(MANY / 10);
    }

    @Test
    void retention_finds_old_speech_without_reading_all_jobs() {
        Job old = enqueued("a", Job.DEFAULT_PRIORITY);
        long token = Objects.requireNonNull(
                        jobs.claim(old.id(), "w", HOLD).orElseThrow().lease())
                .token();
        jobs.complete(old.id(), token, SPEECH, List.of());
        clock.advance(Duration.ofDays(1));
        many("busy");
        jdbc.sql("analyze job").update();

        Retention retention = new JdbcRetention(jdbc);
        assertThat(read(
                        "job",
                        () -> assertThat(retention.removeJobs(clock.instant(), 1))
                                .isEqualTo(1)))
                .isLessThan(MANY / 10);
        assertThat(jobs.find("a", old.id())).isEmpty();
    }

    private Long read(String table, Runnable asked) {
        return transaction.execute(status -> {
            // A connection's own numbers may still hold those of what it did before.
            long before = read(table);
            asked.run();
            return read(table) - before;
        });
    }

    private long read(String table) {
        return jdbc.sql("select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables where relname = :table")
                .param("table", table)
                .query(Long.class)
                .single();
    }

    private Outbox.Load load() {
        return Objects.requireNonNull(outbox.load().get(JobKind.SPEAK));
    }

    private List<JobId> take(int limit) {
        return outbox.take(JobKind.SPEAK, 1_000, limit, HOLD).stream()
                .map(Outbox.Entry::job)
                .toList();
    }

    private void send(List<JobId> taken) {
        outbox.sent(
                jdbc.sql("select id from outbox where job_id in (:jobs)")
                        .param("jobs", taken.stream().map(JobId::value).toList())
                        .query(Long.class)
                        .list(),
                1);
    }

    private String tenant(JobId id) {
        return jdbc.sql("select tenant from job where id = :id")
                .param("id", id.value())
                .query(String.class)
                .single();
    }

    private Job enqueued(String tenant, int priority) {
        Job job = Job.queued(JobKind.SPEAK, tenant, null, "{}", 1, clock.instant())
                .withPriority(priority);
        jobs.enqueue(job);
        return job;
    }

    /** Copies of one job, made by the database itself. */
    private void many(String tenant) {
        Job first = enqueued(tenant, Job.DEFAULT_PRIORITY);
        Function<String, String> copies =
                columns -> "insert into job select gen_random_uuid(), " + columns + " from job, generate_series(2, "
                        + MANY + ") where id = '" + first.id().value() + "'";
        jdbc.sql(copies.apply("kind, state, tenant, priority, call_id, request, progress, stage, attempts,"
                        + " max_attempts, created_at, not_before, started_at, finished_at, lease_token,"
                        + " lease_worker, lease_until, cancel_requested, failure, warnings"))
                .update();
        // Else a connection may keep a plan for few rows, by which each entry's job is looked for among all.
        jdbc.sql("analyze job").update();
        jdbc.sql("insert into outbox (job_id, kind, tenant, priority, due_at)"
                        + " select id, kind, tenant, priority, not_before from job where id <> :first")
                .param("first", UUID.fromString(first.id().toString()))
                .update();
    }
}
