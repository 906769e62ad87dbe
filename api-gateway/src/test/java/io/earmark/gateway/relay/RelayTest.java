package io.earmark.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.Broker;
import io.earmark.Postgres;
import io.earmark.gateway.RealStore;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.earmark.store.Jobs;
import io.earmark.store.Outbox;
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
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A relay on a real PostgreSQL and a real RabbitMQ, with the queue of REPLAY. Its sweep never comes. */
class RelayTest {

    private static final JobKind KIND = JobKind.REPLAY;
    private static final String QUEUE = Topology.queue(KIND);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final int WINDOW = 4;

    @TempDir
    static Path blobs = Path.of("");

    private final DataSource source = Postgres.migrated();
    private final RealStore store = new RealStore(blobs, source);
    private final Jobs jobs = store.get(Jobs.class);
    private final CachingConnectionFactory connections = Broker.connections();
    private final RabbitAdmin admin = Broker.admin(connections);
    private final List<Relay> started = new ArrayList<>();

    @BeforeEach
    void declare() {
        admin.initialize();
        admin.purgeQueue(QUEUE);
    }

    @AfterEach
    void close() {
        started.forEach(Relay::stop);
        connections.destroy();
        store.close();
    }

    @Test
    void a_job_that_it_is_told_of_waits_for_no_look() {
        Relay relay = relay(NEVER);
        relay.due(enqueued().kind());
        Awaitility.await().until(() -> messages() == 1);
        relay.due(enqueued().kind());
        Awaitility.await().until(() -> messages() == 2);
    }

    @Test
    void what_finds_no_room_goes_out_when_there_is_some() {
        List<Job> all = new ArrayList<>();
        for (int i = 0; i < WINDOW + 1; i++) {
            all.add(enqueued());
        }
        relay(Duration.ofMillis(10)).due(KIND);
        Awaitility.await().until(() -> messages() == WINDOW && load().unclaimed() == WINDOW);

        jobs.claim(all.get(0).id(), "w", NEVER);
        Awaitility.await().until(() -> messages() == WINDOW + 1);
        assertThat(load().due()).isFalse();
    }

    /** As a worker hands over to the next stage: its store has no relay beside it. */
    @Test
    void a_job_of_another_process_waits_for_no_look_either() {
        OutboxListener listener = new OutboxListener(source, relay(NEVER));
        listener.start();
        try {
            Awaitility.await().until(this::isListened);
            enqueued();
            Awaitility.await().until(() -> messages() == 1);
            enqueued();
            Awaitility.await().until(() -> messages() == 2);
        } finally {
            listener.stop();
        }
    }

    private boolean isListened() {
        return JdbcClient.create(source).sql("""
                        select exists (select from pg_stat_activity
                                       where datname = current_database() and query = 'listen earmark_outbox')
                        """).query(Boolean.class).single();
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
        Job job = Job.queued(KIND, "a", null, "{}", 3, store.clock.instant());
        jobs.enqueue(job);
        return job;
    }

    private Outbox.Load load() {
        return Objects.requireNonNull(store.get(Outbox.class).load().get(KIND));
    }

    private long messages() {
        return Objects.requireNonNull(admin.getQueueInfo(QUEUE)).getMessageCount();
    }
}
