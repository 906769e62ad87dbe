package io.earmark.store;

import com.zaxxer.hikari.HikariDataSource;
import io.earmark.Postgres;
import io.earmark.SettableClock;
import io.earmark.blob.BlobRef;
import io.earmark.call.AudioFormat;
import io.earmark.call.Call;
import io.earmark.call.CallId;
import io.earmark.call.CallMetadata;
import io.earmark.call.Transcript;
import io.earmark.job.Failure;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.earmark.job.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The store on a real PostgreSQL, with a clock that the test moves. */
abstract class StoreFixture {

    static final Duration LEASE = Duration.ofSeconds(30);
    static final String TENANT = "acme";
    static final Failure CRASH = new Failure("crash", "It crashed", "The engine crashed.");
    static final Transcript TRANSCRIPT =
            new Transcript(12.5, "en-US", new Transcript.Engine("vosk", "tiny", "0.3.45"), List.of(), List.of());

    final SettableClock clock = new SettableClock();
    final HikariDataSource source = Postgres.migrated();
    final JdbcClient jdbc = JdbcClient.create(source);
    final TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(source));
    final JsonMapper json = new JsonMapper();
    final Jobs jobs = new JdbcJobs(jdbc, transaction, json, new EverySecond(), Optional::empty, clock);
    final Outbox outbox = new JdbcOutbox(jdbc, clock);
    final Kinds kinds = new JdbcKinds(jdbc, transaction, clock);
    final Calls calls = new JdbcCalls(jdbc, json);

    /** Three attempts, a second apart. */
    record EverySecond() implements RetryPolicy {
        @Override
        public int maxAttempts(JobKind kind) {
            return 3;
        }

        @Override
        public Duration delayAfter(int attempt) {
            return Duration.ofSeconds(1);
        }
    }

    @AfterEach
    void disconnect() {
        source.close();
    }

    List<Long> take(JobKind kind) {
        return outbox.take(kind, 100, 100, LEASE).stream()
                .map(Outbox.Entry::id)
                .sorted()
                .toList();
    }

    Job now(Job job) {
        return jobs.find(job.tenant(), job.id()).orElseThrow();
    }

    long claim(Job job) {
        Job claimed = jobs.claim(job.id(), "worker-1", LEASE).orElseThrow();
        return Objects.requireNonNull(claimed.lease()).token();
    }

    Job enqueued() {
        return enqueued(TENANT);
    }

    Job enqueued(String tenant) {
        Call call = new Call(
                CallId.random(),
                tenant,
                new BlobRef("aa/" + UUID.randomUUID(), "00", 1),
                new AudioFormat("wav", "pcm_s16le", 12.5, 2, 16_000),
                CallMetadata.NONE,
                clock.instant());
        calls.insert(call);
        Job job = Job.queued(JobKind.TRANSCRIBE, tenant, call.id(), "{}", 3, clock.instant());
        jobs.enqueue(job);
        return job;
    }

    /** Of a job that runs. */
    long token(Job job) {
        return Objects.requireNonNull(now(job).lease()).token();
    }

    long outboxEntries() {
        return jdbc.sql("select count(*) from outbox").query(Long.class).single();
    }
}
