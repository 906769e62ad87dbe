package io.earmark.gateway.upkeep;

import io.earmark.blob.BlobStore;
import io.earmark.job.JobKind;
import io.earmark.store.Jobs;
import io.earmark.store.Outbox;
import io.earmark.wire.Topology;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.QueueInformation;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Mends what crashes leave: messages a broker lost, blobs nobody points at. */
@Component
class Upkeep {

    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int SWEEP_BATCH = 500;

    private final Jobs jobs;
    private final Outbox outbox;
    private final BlobStore blobs;
    private final AmqpAdmin admin;
    private final Clock clock;
    private final Duration orphanAge;

    /** @param orphanAge longer than any upload takes from its first byte to its commit, and any job from blob to result */
    Upkeep(
            Jobs jobs,
            Outbox outbox,
            BlobStore blobs,
            AmqpAdmin admin,
            Clock clock,
            @Value("${earmark.upkeep.orphan-age:1d}") Duration orphanAge) {
        this.jobs = jobs;
        this.outbox = outbox;
        this.blobs = blobs;
        this.admin = admin;
        this.clock = clock;
        this.orphanAge = orphanAge;
    }

    @Scheduled(fixedDelayString = "${earmark.upkeep.resend:5s}", scheduler = UpkeepScheduling.SCHEDULER)
    void resend() {
        try {
            for (JobKind kind : JobKind.values()) {
                QueueInformation queue = admin.getQueueInfo(Topology.queue(kind));
                long waiting = queue == null ? 0 : queue.getMessageCount();
                int missing = outbox.resendMissing(kind, waiting, GRACE);
                if (missing > 0) {
                    log.warn("The broker lost {} {} messages; they are sent again", missing, kind.label());
                }
            }
        } catch (AmqpException e) {
            log.debug("The broker does not answer; its queues are looked at later: {}", e.toString());
        }
    }

    @Scheduled(fixedDelayString = "${earmark.upkeep.sweep:1h}", scheduler = UpkeepScheduling.SCHEDULER)
    void sweepBlobs() throws IOException {
        List<String> old = new ArrayList<>();
        blobs.eachOlderThan(clock.instant().minus(orphanAge), key -> {
            old.add(key);
            if (old.size() == SWEEP_BATCH) {
                sweep(old);
                old.clear();
            }
        });
        sweep(old);
    }

    private void sweep(List<String> keys) {
        Collection<String> referenced = jobs.referenced(keys);
        for (String key : keys) {
            if (!referenced.contains(key)) {
                try {
                    blobs.delete(key);
                    log.info("Removed blob {}, which nothing points at", key);
                } catch (IOException e) {
                    log.warn("Could not remove blob {}: {}", key, e.toString());
                }
            }
        }
    }
}
