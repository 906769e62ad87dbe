package io.earmark.gateway.upkeep;

import io.earmark.store.Retention;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Removes what has been kept long enough, in small batches. Several gateways may do so at once. */
@Component
class RetentionTask {

    private static final Logger log = LoggerFactory.getLogger(RetentionTask.class);

    private final Retention retention;
    private final RetentionSettings settings;
    private final Clock clock;

    RetentionTask(Retention retention, RetentionSettings settings, Clock clock) {
        this.retention = retention;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${earmark.retention.every:1h}", scheduler = UpkeepScheduling.SCHEDULER)
    void remove() {
        Instant now = clock.instant();
        Instant calls = before(now, settings.calls());
        remove("calls", () -> retention.removeCalls(calls, now, settings.batch()));
        Instant jobs = before(now, settings.jobs());
        if (jobs != null) {
            remove("jobs", () -> retention.removeJobs(jobs, settings.batch()));
        }
    }

    private static @Nullable Instant before(Instant now, @Nullable Duration kept) {
        return kept == null ? null : now.minus(kept);
    }

    private void remove(String what, IntSupplier batch) {
        int all = 0;
        for (int removed = settings.batch(); removed == settings.batch(); all += removed) {
            removed = batch.getAsInt();
        }
        if (all > 0) {
            log.info("Removed {} {} that had been kept long enough", all, what);
        }
    }
}
