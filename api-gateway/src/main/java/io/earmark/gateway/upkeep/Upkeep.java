package io.earmark.gateway.upkeep;

import io.earmark.job.JobKind;
import io.earmark.store.Outbox;
import io.earmark.wire.Topology;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.QueueInformation;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Sends again what a broker lost. */
@Component
class Upkeep {

    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Outbox outbox;
    private final AmqpAdmin admin;

    Upkeep(Outbox outbox, AmqpAdmin admin) {
        this.outbox = outbox;
        this.admin = admin;
    }

    @Scheduled(fixedDelayString = "${earmark.upkeep.resend:5s}", scheduler = UpkeepScheduling.SCHEDULER)
    void resend() {
        try {
            for (JobKind kind : JobKind.values()) {
                QueueInformation queue = admin.getQueueInfo(Topology.queue(kind));
                long waiting = queue == null ? 0 : queue.getMessageCount();
                int missing = outbox.resendMissing(kind, waiting, GRACE);
                if (missing > 0) {
                    log.warn(
                            "{} {} jobs were announced and not begun, and the broker has no message for them; they are announced again",
                            missing,
                            kind.label());
                }
            }
        } catch (AmqpException e) {
            log.debug("The broker does not answer; its queues are looked at later: {}", e.toString());
        }
    }
}
