package io.earmark.gateway.batch;

import io.earmark.job.Failure;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Ends what waits for uploads that never come, and forgets batches that ended long ago. */
@Component
class BatchUpkeep {

    private static final Logger log = LoggerFactory.getLogger(BatchUpkeep.class);
    private static final int AT_A_TIME = 20;

    private final BatchTable batches;
    private final ItemTable items;
    private final BatchSettings settings;
    private final Clock clock;

    BatchUpkeep(BatchTable batches, ItemTable items, BatchSettings settings, Clock clock) {
        this.batches = batches;
        this.items = items;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${earmark.upkeep.batches:10m}")
    void tidy() {
        Instant now = clock.instant();
        Failure why = new Failure(
                "upload-missing",
                "The recording never came",
                "It was not uploaded within " + settings.uploadTime().toHours() + " hours of its batch.");
        int missing = items.neverCame(now.minus(settings.uploadTime()), why);
        if (missing > 0) {
            log.info("{} items of batches were given up: their recordings never came", missing);
        }
        int removed = AT_A_TIME;
        while (removed == AT_A_TIME) {
            removed = batches.removeEndedBefore(now.minus(settings.keep()), AT_A_TIME);
        }
    }
}
