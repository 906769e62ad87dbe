package io.earmark.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.Broker;
import io.earmark.Postgres;
import io.earmark.call.Transcript;
import io.earmark.gateway.RealStore;
import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.job.Lease;
import io.earmark.store.Jobs;
import io.earmark.store.Outbox;
import io.earmark.wire.JobMessageCodec;
import io.earmark.wire.Topology;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A relay on a real PostgreSQL and a real RabbitMQ, with the queues of REPLAY and COACH. Its sweep never comes. */
class RelayTest {

    private static final JobKind KIND = JobKind.REPLAY;
    /** What follows a transcription. */
    private static final JobKind NEXT = JobKind.COACH;

    private static final Duration NEVER = Duration.ofHours(1);
    private static final int WINDOW = 4;
    private static final String TENANT = "a";

    @TempDir
    static Path blobs = Path.of("");

    private final DataSource source = Postgres.migrated();
    private final RealStore store = new RealStore(blobs, source);
    private final Jobs jobs = store.get(Jobs.class);
    private final CachingConnectionFactory connections = Broker.connections();
    private final RabbitAdmin admin = Broker.admin(connections);
    private final List<JobId> received = new ArrayList<>();
    private final List<Relay> started = new ArrayList<>();
    private final List<OutboxListener> listeners = new ArrayList<>();

    @BeforeEach
    void declare() {
        admin.initialize();
        List.of(KIND, JobKind.TRANSCRIBE, NEXT).forEach(kind -> admin.purgeQueue(Topology.queue(kind)));
    }

    @AfterEach
    void close() {
        listeners.forEach(OutboxListener::stop);
        started.forEach(Relay::stop);
        connections.destroy();
        store.close();
    }

    @Test
    void a_job_that_it_is_told_of_waits_for_no_look() {
        Relay relay = relay(NEVER);
        relay.due(enqueued().kind());
        Awaitility.await().until(() -> announced(KIND).size() == 1);
        relay.due(enqueued().kind());
        Awaitility.await().until(() -> announced(KIND).size() == 2);
    }

    @Test
    void what_finds_no_room_goes_out_when_there_is_some() {
        List<Job> all = new ArrayList<>();
        for (int i = 0; i < WINDOW + 1; i++) {
            all.add(enqueued());
        }
        relay(Duration.ofMillis(10)).due(KIND);
        Awaitility.await()
                .until(() -> announced(KIND).size() == WINDOW && load(KIND).unclaimed() == WINDOW);

        jobs.claim(all.get(0).id(), "w", NEVER);
        Awaitility.await().until(() -> announced(KIND).size() == WINDOW + 1);
        assertThat(load(KIND).due()).isFalse();
    }

    /** As a worker hands over to the next stage: its store has no relay beside it. */
    @Test
    void a_job_of_another_process_waits_for_no_look_either() {
        listening(relay(NEVER));
        enqueued();
        Awaitility.await().until(() -> announced(KIND).size() == 1);
        enqueued();
        Awaitility.await().until(() -> announced(KIND).size() == 2);
    }

    /** By the clock of this test it is never due: that it is sent shows that it was not taken. */
    @Test
    void what_a_worker_hands_over_is_sent_by_one_relay_of_all_and_waits_for_no_look() {
        OutboxListener first = listening(relay(NEVER));
        listening(relay(NEVER));
        handOver();
        Awaitility.await().until(() -> load(NEXT).unclaimed() == 1);
        assertThat(announced(NEXT)).hasSize(1);

        first.stop();
        Awaitility.await().until(this::isOneOfThemTheFirst);
        handOver();
        Awaitility.await().until(() -> load(NEXT).unclaimed() == 2);
        assertThat(announced(NEXT)).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void what_is_handed_over_where_there_is_no_room_takes_its_turn() {
        for (int i = 0; i < WINDOW; i++) {
            enqueued(NEXT);
        }
        Relay relay = relay(Duration.ofMillis(10));
        Awaitility.await().until(() -> load(NEXT).unclaimed() == WINDOW);
        listening(relay);
        List<JobId> before = announced(NEXT);
        handOver();
        Awaitility.await().until(() -> load(NEXT).due());
        assertThat(announced(NEXT)).hasSize(WINDOW).isEqualTo(before);
    }

    /** As after a crash of the one that should have sent it. */
    @Test
    void what_was_handed_over_and_not_sent_is_due_after_a_while() {
        handOver();
        assertThat(load(NEXT).due()).isFalse();
        store.clock.advance(Outbox.HANDED_OVER_FOR);
        relay(NEVER).due(NEXT);
        Awaitility.await().until(() -> load(NEXT).unclaimed() == 1);
    }

    /** A transcription that succeeded. */
    private void handOver() {
        Job done = enqueued(JobKind.TRANSCRIBE);
        Lease lease = Objects.requireNonNull(
                jobs.claim(done.id(), "w", NEVER).orElseThrow().lease());
        Transcript transcript =
                new Transcript(1, "en-US", new Transcript.Engine("vosk", "tiny", "0.3.45"), List.of(), List.of());
        assertThat(jobs.complete(done.id(), lease.token(), transcript, List.of()))
                .isTrue();
    }

    /** Back when it hears, and one of all that listen is the first. */
    private OutboxListener listening(Relay relay) {
        OutboxListener listener = new OutboxListener(source, relay);
        listeners.add(listener);
        listener.start();
        Awaitility.await().until(() -> asking() == listeners.size() && isOneOfThemTheFirst());
        return listener;
    }

    private long asking() {
        return count("pg_stat_activity where datname = current_database() and query like '%pg_try_advisory_lock%'"
                + " and pid <> pg_backend_pid()");
    }

    private boolean isOneOfThemTheFirst() {
        return count("pg_locks join pg_database on pg_database.oid = pg_locks.database"
                        + " where locktype = 'advisory' and datname = current_database() and granted")
                == 1;
    }

    private long count(String what) {
        return JdbcClient.create(source)
                .sql("select count(*) from " + what)
                .query(Long.class)
                .single();
    }

    private Relay relay(Duration look) {
        RelaySettings settings =
                new RelaySettings(Duration.ofMillis(500), WINDOW, 50, Duration.ofSeconds(10), NEVER, look);
        Relay relay = new Relay(
                store.get(Outbox.class),
                new ConfirmingPublisher(connections, admin, settings, new SimpleMeterRegistry()),
                settings);
        started.add(relay);
        relay.start();
        return relay;
    }

    private Job enqueued() {
        return enqueued(KIND);
    }

    private Job enqueued(JobKind kind) {
        Job job = Job.queued(kind, TENANT, null, "{}", 3, store.clock.instant());
        jobs.enqueue(job);
        return job;
    }

    private Outbox.Load load(JobKind kind) {
        return Objects.requireNonNull(store.get(Outbox.class).load().get(kind));
    }

    /** The jobs of a kind whose messages have come; not those of other tests' gateways, which use the same broker. */
    private List<JobId> announced(JobKind kind) {
        RabbitTemplate template = new RabbitTemplate(connections);
        Message message;
        while ((message = template.receive(Topology.queue(kind))) != null) {
            received.addAll(JobMessageCodec.decode(message.getBody()).ids());
        }
        return received.stream()
                .filter(id ->
                        jobs.find(TENANT, id).filter(job -> job.kind() == kind).isPresent())
                .toList();
    }
}
