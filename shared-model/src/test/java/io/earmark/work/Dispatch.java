package io.earmark.work;

import io.earmark.Broker;
import io.earmark.job.JobKind;
import io.earmark.store.Outbox;
import io.earmark.wire.JobMessage;
import io.earmark.wire.JobMessageCodec;
import io.earmark.wire.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.QueueInformation;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * The gateway's part of the engine, as small as can be, for tests of the workers: announces what is due, resends what the
 * broker lost, reaps expired leases, over and over. Database and broker may come and go.
 */
public final class Dispatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Dispatch.class);
    private static final Duration ROUND = Duration.ofMillis(50);
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Duration CONFIRM = Duration.ofSeconds(5);
    private static final int WINDOW = 100;

    private final TestStore store;
    private final CachingConnectionFactory connections;
    private final RabbitAdmin admin;
    private final RabbitTemplate template;
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor();

    private volatile boolean paused;

    private Dispatch(TestStore store, String broker) {
        this.store = store;
        connections = Broker.connections(broker);
        admin = Broker.admin(connections);
        template = new RabbitTemplate(connections);
        template.setMandatory(true);
    }

    /** At work, with empty queues. */
    public static Dispatch start(TestStore store, String broker) {
        Dispatch dispatch = new Dispatch(store, broker);
        dispatch.admin.initialize();
        for (JobKind kind : JobKind.values()) {
            dispatch.admin.purgeQueue(Topology.queue(kind), false);
        }
        dispatch.admin.purgeQueue(Topology.DEAD_LETTERS, false);
        dispatch.rounds.scheduleWithFixedDelay(dispatch::round, 0, ROUND.toMillis(), TimeUnit.MILLISECONDS);
        return dispatch;
    }

    public RabbitTemplate template() {
        return template;
    }

    public RabbitAdmin admin() {
        return admin;
    }

    /** Announces nothing until {@link #resume}. */
    public void pause() {
        paused = true;
        // The round that may be under way has to end.
        try {
            rounds.submit(() -> {}).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is due, once; while it pauses, nobody announces that again. */
    public void announce() throws Exception {
        for (JobKind kind : JobKind.values()) {
            announce(kind);
        }
    }

    public void resume() {
        paused = false;
    }

    private void round() {
        if (paused) {
            return;
        }
        try {
            store.jobs().reap();
            for (JobKind kind : JobKind.values()) {
                resend(kind);
                announce(kind);
            }
        } catch (Exception e) {
            log.debug("Later again: {}", e.toString());
            initialize();
        }
    }

    private void initialize() {
        try {
            admin.initialize();
        } catch (RuntimeException e) {
            log.debug("No broker: {}", e.toString());
        }
    }

    private void resend(JobKind kind) {
        QueueInformation queue = admin.getQueueInfo(Topology.queue(kind));
        store.outbox().resendMissing(kind, queue == null ? 0 : queue.getMessageCount(), GRACE);
    }

    private void announce(JobKind kind) throws Exception {
        Outbox outbox = store.outbox();
        List<Outbox.Entry> taken = outbox.take(kind, WINDOW, WINDOW, CONFIRM);
        List<Long> refused =
                new ArrayList<>(taken.stream().map(Outbox.Entry::id).toList());
        try {
            for (Outbox.Entry entry : taken) {
                CorrelationData confirm = new CorrelationData();
                send(JobMessageCodec.encode(new JobMessage(entry.job(), kind)), kind, confirm);
                boolean acked = confirm.getFuture()
                        .get(CONFIRM.toMillis(), TimeUnit.MILLISECONDS)
                        .ack();
                if (acked && confirm.getReturned() == null) {
                    outbox.sent(List.of(entry.id()), 1);
                    refused.remove(entry.id());
                }
            }
        } finally {
            outbox.putBack(refused);
        }
        if (!refused.isEmpty()) {
            throw new IllegalStateException("Not routed: the queues are gone");
        }
    }

    private void send(Message message, JobKind kind, CorrelationData confirm) {
        template.send(Topology.EXCHANGE, kind.label(), message, confirm);
    }

    /** Ready messages; those in a worker's hand do not count. */
    public long waiting(String queue) {
        QueueInformation info = admin.getQueueInfo(queue);
        return info == null ? 0 : info.getMessageCount();
    }

    public long consumers(JobKind kind) {
        QueueInformation info = admin.getQueueInfo(Topology.queue(kind));
        return info == null ? 0 : info.getConsumerCount();
    }

    /** A message that no relay would send, such as poison or a duplicate. */
    public void send(JobKind kind, Message message) {
        send(message, kind, new CorrelationData());
    }

    @Override
    public void close() {
        rounds.shutdownNow();
        connections.destroy();
    }
}
