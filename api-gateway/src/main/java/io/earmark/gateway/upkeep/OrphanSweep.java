package io.earmark.gateway.upkeep;

import io.earmark.blob.BlobStore;
import io.earmark.store.Jobs;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Removes blobs that nothing points at: what a crash left between a blob and its commit, what a worker made whose lease
 * was lost. Young ones stay, for their commit may be yet to come.
 */
@Component
class OrphanSweep {

    private static final Logger log = LoggerFactory.getLogger(OrphanSweep.class);
    private static final int BATCH = 500;

    private final Jobs jobs;
    private final BlobStore blobs;
    private final Clock clock;
    private final Duration orphanAge;

    /** @param orphanAge longer than any upload takes from its last byte to its commit, and any job from blob to result */
    OrphanSweep(Jobs jobs, BlobStore blobs, Clock clock, @Value("${earmark.upkeep.orphan-age:1d}") Duration orphanAge) {
        this.jobs = jobs;
        this.blobs = blobs;
        this.clock = clock;
        this.orphanAge = orphanAge;
    }

    @Scheduled(fixedDelayString = "${earmark.upkeep.sweep:1h}", scheduler = UpkeepScheduling.SCHEDULER)
    void sweep() throws IOException {
        List<String> old = new ArrayList<>();
        blobs.eachOlderThan(clock.instant().minus(orphanAge), key -> {
            old.add(key);
            if (old.size() == BATCH) {
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
