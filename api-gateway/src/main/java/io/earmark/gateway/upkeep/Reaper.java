package io.earmark.gateway.upkeep;

import io.earmark.job.JobId;
import io.earmark.store.Jobs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Ends the attempts whose lease ran out. But when the database was away, nobody could renew a lease: once it is back, the
 * workers, some of whom hold a finished result, are given time to be heard first.
 */
@Component
class Reaper {

    private static final Logger log = LoggerFactory.getLogger(Reaper.class);
    private static final JobId NOBODY = JobId.parse("00000000-0000-0000-0000-000000000000");

    private final Jobs jobs;
    private final Clock clock;
    private final Duration hearing;
    private @Nullable Instant answersSince;

    /** @param hearing longer than a worker's connection pool takes to find the database again */
    Reaper(Jobs jobs, Clock clock, @Value("${earmark.upkeep.hearing:10s}") Duration hearing) {
        this.jobs = jobs;
        this.clock = clock;
        this.hearing = hearing;
    }

    /** @throws RuntimeException if the database is away */
    @Scheduled(fixedDelayString = "${earmark.upkeep.reap:1s}", scheduler = UpkeepScheduling.SCHEDULER)
    void reap() {
        try {
            if (mayReap()) {
                report(jobs.reap());
            }
        } catch (RuntimeException e) {
            answersSince = null;
            throw e;
        }
    }

    private boolean mayReap() {
        Instant now = clock.instant();
        Instant since = answersSince == null ? now : answersSince;
        boolean heard = !now.isBefore(since.plus(hearing));
        if (!heard) {
            // A question without an answer: only to see that the database is there all the while.
            jobs.attempts(NOBODY);
        }
        answersSince = since;
        return heard;
    }

    private static void report(int reaped) {
        if (reaped > 0) {
            log.warn("{} jobs lost their worker; they are tried again if they have attempts left", reaped);
        }
    }
}
