package io.earmark.work;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.QueueInformation;

/**
 * Finds the intake that the broker has forgotten. RabbitMQ tells a consumer that its queue was deleted, but not when
 * somebody declares the queue anew within some tens of milliseconds (3.10.8, quorum queues): the consumer then waits for
 * ever beside a queue that fills. An intake that is idle at two looks in a row while messages wait, or while its queue
 * knows no consumer, subscribes again.
 */
final class IntakeWatch {

    private static final Logger log = LoggerFactory.getLogger(IntakeWatch.class);

    private final List<Intake> intakes;
    private final AmqpAdmin admin;
    /** Intakes that looked forgotten the last time, with the number of their deliveries then. */
    private final Map<Intake, Long> suspects = new HashMap<>();

    IntakeWatch(List<Intake> intakes, AmqpAdmin admin) {
        this.intakes = intakes;
        this.admin = admin;
    }

    void look() {
        Map<String, Boolean> forgetful = new HashMap<>();
        for (Intake intake : intakes) {
            try {
                look(intake, forgetful);
            } catch (RuntimeException e) {
                // Without a broker the container itself tries again and again.
                log.debug("{}: {}", intake.queue(), e.toString());
            }
        }
    }

    /** @param forgetful what was found of queues at this look */
    private void look(Intake intake, Map<String, Boolean> forgetful) {
        long deliveries = intake.deliveries();
        if (!isIdle(intake) || !forgetful.computeIfAbsent(intake.queue(), this::hasForgotten)) {
            suspects.remove(intake);
        } else if (Long.valueOf(deliveries).equals(suspects.put(intake, deliveries)) && isIdle(intake)) {
            log.warn("{}: messages wait there and none comes here; the broker is asked anew", intake.queue());
            suspects.remove(intake);
            intake.subscribeAgain();
        }
    }

    private static boolean isIdle(Intake intake) {
        return intake.isConsuming() && !intake.isBusy();
    }

    /** The embedded broker counts messages in hand as waiting, too. */
    private boolean hasForgotten(String queue) {
        @Nullable QueueInformation info = admin.getQueueInfo(queue);
        long inHand = intakes.stream()
                .filter(intake -> intake.queue().equals(queue) && intake.isBusy())
                .count();
        return info == null || info.getConsumerCount() == 0 || info.getMessageCount() > inHand;
    }
}
