package io.earmark.gateway.relay;

import io.earmark.job.JobId;
import io.earmark.store.Outbox;
import io.earmark.wire.JobMessage;
import io.earmark.wire.JobMessageCodec;
import io.earmark.wire.Topology;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.stereotype.Component;

/**
 * Publishes with correlated confirms and returns. RabbitMQ returns an unroutable message and then acks it; Qpid nacks it
 * and then returns it: taken is only what was acked and not returned.
 */
@Component
class ConfirmingPublisher {

    private static final Logger log = LoggerFactory.getLogger(ConfirmingPublisher.class);

    private final RabbitTemplate template;
    private final RabbitAdmin admin;
    private final RelaySettings settings;
    private final Counter confirmed;
    private final Counter refused;

    ConfirmingPublisher(ConnectionFactory connections, AmqpAdmin admin, RelaySettings settings, MeterRegistry meters) {
        if (!connections.isPublisherConfirms() || !connections.isPublisherReturns()) {
            throw new IllegalStateException("The gateway must know what the broker took: set"
                    + " spring.rabbitmq.publisher-confirm-type=correlated and spring.rabbitmq.publisher-returns=true.");
        }
        this.template = new RabbitTemplate(connections);
        this.template.setMandatory(true);
        this.admin = (RabbitAdmin) admin;
        this.settings = settings;
        this.confirmed = meters.counter("earmark.relay.published", "outcome", "confirmed");
        this.refused = meters.counter("earmark.relay.published", "outcome", "refused");
    }

    /**
     * @param entries  of one kind
     * @param together how many jobs go in one message
     * @return the entries that the broker holds for certain
     */
    List<Long> publish(List<Outbox.Entry> entries, int together) {
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < entries.size(); i += together) {
            List<Outbox.Entry> some = entries.subList(i, Math.min(i + together, entries.size()));
            sent.add(new Sent(some, send(some)));
        }
        List<Long> taken = new ArrayList<>();
        long deadline = System.nanoTime() + settings.confirm().toNanos();
        for (Sent message : sent) {
            if (isTaken(message.confirm(), deadline)) {
                message.entries().forEach(entry -> taken.add(entry.id()));
            }
        }
        confirmed.increment(taken.size());
        refused.increment(entries.size() - taken.size());
        if (taken.size() < entries.size()) {
            // A wiped broker has no queues: make them anew before the next try.
            admin.initialize();
        }
        return taken;
    }

    private record Sent(List<Outbox.Entry> entries, CorrelationData confirm) {}

    private CorrelationData send(List<Outbox.Entry> entries) {
        Outbox.Entry first = entries.get(0);
        CorrelationData confirm = new CorrelationData(Long.toString(first.id()));
        List<JobId> jobs = entries.stream().map(Outbox.Entry::job).toList();
        template.send(
                Topology.EXCHANGE,
                first.kind().label(),
                JobMessageCodec.encode(JobMessage.of(jobs, first.kind())),
                confirm);
        return confirm;
    }

    private static boolean isTaken(CorrelationData confirm, long deadline) {
        try {
            long left = Math.max(0, deadline - System.nanoTime());
            return confirm.getFuture().get(left, TimeUnit.NANOSECONDS).ack() && confirm.getReturned() == null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            log.debug("No confirm for outbox entry {}: {}", confirm.getId(), e.toString());
            return false;
        }
    }
}
