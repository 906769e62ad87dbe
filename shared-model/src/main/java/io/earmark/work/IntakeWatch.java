package io.earmark.work;

import io.earmark.job.JobKind;
import io.earmark.store.Outbox;
import io.earmark.wire.Topology;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.QueueInformation;
import org.springframework.util.function.SingletonSupplier;

/**
 * Finds the intake that the broker has forgotten. RabbitMQ tells a consumer that its queue was deleted, but not when
 * somebody declares the queue anew within some tens of milliseconds (3.10.8, quorum queues). The consumer then waits for
 * ever beside a queue that fills; or, if messages came to it before, the new ones are given to it and dropped on the way,
 * as if it had had them. An intake that is idle at two looks in a row while messages wait, while its queue knows no
 * consumer, or while a job is unclaimed whose message was sent long ago, subscribes again.
 */
final class IntakeWatch {

    /** Two looks fit between {@link #LONG} and the time after which the gateway announces a job again. */
    static final Duration LOOK = Duration.ofSeconds(3);

    private static final Duration LONG = Duration.ofSeconds(3);
    private static final Logger log = LoggerFactory.getLogger(IntakeWatch.class);

    private final List<Intake> intakes;
    private final AmqpAdmin admin;
    private final Outbox outbox;
    /** Intakes that looked forgotten the last time, with the number of their deliveries then. */
    private final Map<Intake, Long> suspects = new HashMap<>();

    IntakeWatch(List<Intake> intakes, AmqpAdmin admin, Outbox outbox) {
        this.intakes = intakes;
        this.admin = admin;
        this.outbox = outbox;
    }

    /** To be called each {@link #LOOK}. */
    void look() {
        Map<JobKind, Boolean> forgetful = new HashMap<>();
        SingletonSupplier<Map<JobKind, Outbox.Load>> loads = SingletonSupplier.of(outbox::load);
        for (Intake intake : intakes) {
            try {
                look(intake, forgetful, loads);
            } catch (RuntimeException e) {
                // Without a broker or a database the intake itself tries again and again.
                log.debug("{}: {}", intake.queue(), e.toString());
            }
        }
    }

    /**
     * @param forgetful what was found of kinds at this look
     * @param loads     asked for once at most
     */
    private void look(
            Intake intake, Map<JobKind, Boolean> forgetful, SingletonSupplier<Map<JobKind, Outbox.Load>> loads) {
        long deliveries = intake.deliveries();
        if (!isIdle(intake) || !forgetful.computeIfAbsent(intake.kind(), kind -> hasForgotten(kind, loads))) {
            suspects.remove(intake);
        } else if (Long.valueOf(deliveries).equals(suspects.put(intake, deliveries)) && isIdle(intake)) {
            log.warn("{}: messages wait and none comes here; the broker is asked anew", intake.queue());
            suspects.remove(intake);
            intake.subscribeAgain();
        }
    }

    private static boolean isIdle(Intake intake) {
        return intake.isConsuming() && !intake.isBusy();
    }

    private boolean hasForgotten(JobKind kind, SingletonSupplier<Map<JobKind, Outbox.Load>> loads) {
        @Nullable QueueInformation queue = admin.getQueueInfo(Topology.queue(kind));
        return queue == null
                || queue.getConsumerCount() == 0
                || queue.getMessageCount() > inHand(kind)
                || isLongUnclaimed(loads.obtain().get(kind));
    }

    private static boolean isLongUnclaimed(Outbox.@Nullable Load load) {
        return load != null && load.oldest().compareTo(LONG) > 0;
    }

    /** The embedded broker counts messages in hand as waiting, too. */
    private long inHand(JobKind kind) {
        return intakes.stream()
                .filter(intake -> intake.kind() == kind && intake.isBusy())
                .count();
    }
}
