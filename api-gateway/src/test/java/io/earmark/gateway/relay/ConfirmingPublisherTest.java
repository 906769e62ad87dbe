package io.earmark.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earmark.Broker;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.store.Outbox;
import io.earmark.wire.JobMessageCodec;
import io.earmark.wire.Topology;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.QueueInformation;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;

/** On a real RabbitMQ, with the queue of REPLAY, which no other test here reads. */
class ConfirmingPublisherTest {

    private static final RelaySettings SETTINGS = new RelaySettings(
            Duration.ofMillis(500), 4, 50, Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofMillis(25));
    private static final String QUEUE = Topology.queue(JobKind.REPLAY);

    private final CachingConnectionFactory connections = Broker.connections();
    private final RabbitAdmin admin = Broker.admin(connections);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ConfirmingPublisher publisher = new ConfirmingPublisher(connections, admin, SETTINGS, meters);

    @BeforeEach
    void declare() {
        admin.initialize();
        admin.purgeQueue(QUEUE);
    }

    @AfterEach
    void close() {
        connections.destroy();
    }

    @Test
    void what_the_broker_confirms_is_taken_and_kept_on_its_disk() {
        List<Outbox.Entry> entries = entries(50);
        assertThat(publisher.publish(entries, 1)).containsExactlyElementsOf(ids(entries));
        assertThat(received())
                .containsAll(entries.stream().map(Outbox.Entry::job).toList());
        assertThat(meters.counter("earmark.relay.published", "outcome", "confirmed")
                        .count())
                .isEqualTo(50);
    }

    @Test
    void several_jobs_go_in_one_message_and_stand_or_fall_together() {
        List<Outbox.Entry> entries = entries(50);
        assertThat(publisher.publish(entries, 20)).containsExactlyElementsOf(ids(entries));
        assertThat(admin.getQueueInfo(QUEUE))
                .extracting(QueueInformation::getMessageCount)
                .isEqualTo(3L);
        assertThat(received())
                .containsAll(entries.stream().map(Outbox.Entry::job).toList());
        admin.deleteQueue(QUEUE);
        assertThat(publisher.publish(entries, 20)).isEmpty();
        assertThat(publisher.publish(entries, 20)).containsExactlyElementsOf(ids(entries));
    }

    @Test
    void what_no_queue_takes_is_not_taken_and_the_queue_is_made_anew() {
        admin.deleteQueue(QUEUE);
        List<Outbox.Entry> entries = entries(3);
        assertThat(publisher.publish(entries, 1)).isEmpty();
        assertThat(publisher.publish(entries, 1)).containsExactlyElementsOf(ids(entries));
    }

    @Test
    void a_lost_exchange_is_made_anew_too() {
        admin.deleteExchange(Topology.EXCHANGE);
        List<Outbox.Entry> entries = entries(3);
        assertThat(publisher.publish(entries, 1)).isEmpty();
        assertThat(publisher.publish(entries, 1)).containsExactlyElementsOf(ids(entries));
    }

    @Test
    void a_connection_without_confirms_stops_the_start() {
        CachingConnectionFactory deaf = new CachingConnectionFactory();
        assertThatThrownBy(() -> new ConfirmingPublisher(deaf, admin, SETTINGS, meters))
                .hasMessageContaining("spring.rabbitmq.publisher-confirm-type=correlated");
        deaf.destroy();
    }

    private Set<JobId> received() {
        Set<JobId> received = new HashSet<>();
        for (Message message = admin.getRabbitTemplate().receive(QUEUE, 30_000);
                message != null;
                message = admin.getRabbitTemplate().receive(QUEUE)) {
            assertThat(message.getMessageProperties().getReceivedDeliveryMode())
                    .isEqualTo(MessageDeliveryMode.PERSISTENT);
            received.addAll(JobMessageCodec.decode(message.getBody()).ids());
        }
        return received;
    }

    private static List<Outbox.Entry> entries(int count) {
        return LongStream.range(0, count)
                .mapToObj(id -> new Outbox.Entry(id, JobId.of(Instant.EPOCH), JobKind.REPLAY))
                .toList();
    }

    private static List<Long> ids(List<Outbox.Entry> entries) {
        return entries.stream().map(Outbox.Entry::id).toList();
    }
}
