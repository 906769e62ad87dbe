package io.earmark.wire;

import io.earmark.job.JobKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Declarable;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.DirectExchange;
import org.springframework.amqp.core.Queue;

/**
 * The exchange and the queues. One declaration serves two brokers: RabbitMQ reads the {@code x-} arguments, the embedded
 * Qpid Broker-J the others, and each ignores what it does not know (Qpid if told so by its context variable
 * {@code queue.behaviourOnUnknownDeclareArgument=IGNORE}).
 */
public final class Topology {

    public static final String EXCHANGE = "earmark.jobs";
    /** Messages that no worker could decode, or that came back too often. */
    public static final String DEAD_LETTERS = "earmark.dead-letters";

    /** RabbitMQ: more deliveries than this, and the message is dead. Wide, because a killed worker costs one each. */
    private static final int DELIVERY_LIMIT = 20;

    private Topology() {}

    public static String queue(JobKind kind) {
        return "earmark." + kind.label();
    }

    /** Everything, in the order in which it must be declared: Qpid wants the dead-letter queue first. */
    public static Declarables declarables() {
        DirectExchange exchange = new DirectExchange(EXCHANGE);
        List<Declarable> all = new ArrayList<>();
        all.add(new Queue(DEAD_LETTERS, true, false, false, Map.of("x-queue-type", "quorum")));
        all.add(exchange);
        for (JobKind kind : JobKind.values()) {
            Queue queue = new Queue(queue(kind), true, false, false, arguments());
            Binding binding = BindingBuilder.bind(queue).to(exchange).with(kind.label());
            all.add(queue);
            all.add(binding);
        }
        return new Declarables(all);
    }

    private static Map<String, Object> arguments() {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("x-queue-type", "quorum");
        arguments.put("x-delivery-limit", DELIVERY_LIMIT);
        arguments.put("x-dead-letter-exchange", "");
        arguments.put("x-dead-letter-routing-key", DEAD_LETTERS);
        arguments.put("alternateBinding", Map.of("destination", DEAD_LETTERS));
        // Without it a rejected message would stay with its consumer; a crash does not count as a delivery there.
        arguments.put("maximumDeliveryAttempts", 1);
        return arguments;
    }
}
