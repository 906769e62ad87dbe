package io.earmark.gateway.deadletter;

import com.rabbitmq.client.Channel;
import io.earmark.wire.Topology;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Takes dead letters from the broker's queue into the database: written first, acknowledged then. If it dies in between,
 * the letter comes again and is known by its digest.
 */
@Component
class DeadLetterConsumer implements ChannelAwareMessageListener, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterConsumer.class);
    private static final int PREFETCH = 10;

    private final DeadLetters letters;
    private final Clock clock;
    private final Counter received;
    private final SimpleMessageListenerContainer container;
    private volatile CountDownLatch stopped = new CountDownLatch(1);

    DeadLetterConsumer(DeadLetters letters, Clock clock, ConnectionFactory connections, MeterRegistry meters) {
        this.letters = letters;
        this.clock = clock;
        this.received = meters.counter("earmark.dead.letters");
        this.container = new SimpleMessageListenerContainer(connections);
        container.setQueueNames(Topology.DEAD_LETTERS);
        container.setMessageListener(this);
        container.setAcknowledgeMode(AcknowledgeMode.MANUAL);
        container.setPrefetchCount(PREFETCH);
        container.setMissingQueuesFatal(false);
        container.setRecoveryInterval(1_000);
        container.setForceStop(true);
        container.afterPropertiesSet();
    }

    @Override
    public void onMessage(Message message, @Nullable Channel channel) throws IOException {
        if (channel == null) {
            throw new IllegalStateException("The container acknowledges by hand and must give the channel");
        }
        if (isKept(message)) {
            received.increment();
            log.warn(
                    "A dead letter from {} was kept: see /dead-letters",
                    message.getMessageProperties().getHeaders().getOrDefault("x-first-death-queue", "the broker"));
            channel.basicAck(message.getMessageProperties().getDeliveryTag(), false);
        }
    }

    /**
     * Tries until it works or the gateway stops. Giving the message back instead would count as a delivery, of which
     * newer brokers allow only so many before they drop it.
     */
    private boolean isKept(Message message) {
        boolean told = false;
        while (true) {
            try {
                letters.keep(Autopsy.of(message, clock.instant()));
                return true;
            } catch (org.springframework.dao.DataAccessException | TransactionException e) {
                if (!told) {
                    log.warn("A dead letter waits for the database: {}", e.toString());
                    told = true;
                }
            }
            try {
                if (stopped.await(1, TimeUnit.SECONDS)) {
                    return false;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    @Override
    public void start() {
        stopped = new CountDownLatch(1);
        container.start();
    }

    @Override
    public void stop() {
        stopped.countDown();
        container.stop();
    }

    @Override
    public boolean isRunning() {
        return container.isRunning();
    }
}
