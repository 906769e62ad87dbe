package io.earmark.gateway.audit;

import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Removes entries that have been kept long enough, in small batches. Several gateways may do so at once. */
@Component
class AuditUpkeep {

    private static final Logger log = LoggerFactory.getLogger(AuditUpkeep.class);
    private static final int BATCH = 5_000;

    private final AuditLog entries;
    private final AuditSettings settings;
    private final Clock clock;

    AuditUpkeep(AuditLog entries, AuditSettings settings, Clock clock) {
        this.entries = entries;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${earmark.upkeep.audit:1h}")
    void purge() {
        Instant before = clock.instant().minus(settings.keep());
        int all = 0;
        for (int removed = BATCH; removed == BATCH; all += removed) {
            removed = entries.purge(before, BATCH);
        }
        if (all > 0) {
            log.info("Removed {} audit entries of before {}", all, before);
        }
    }
}
