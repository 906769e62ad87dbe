package io.earmark.store;

import io.earmark.job.JobKind;
import io.earmark.job.RetryPolicy;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Exponential backoff with full jitter: a random time between nothing and base · 2^(attempt-1), at most a cap, so that
 * jobs that failed together do not come back together. See M. Brooker, "Exponential Backoff And Jitter", 2015.
 */
final class Backoff implements RetryPolicy {

    private final BackoffSettings settings;
    private final IntervalFunction ceiling;

    Backoff(BackoffSettings settings) {
        this.settings = settings;
        this.ceiling = IntervalFunction.ofExponentialBackoff(settings.base(), 2.0, settings.cap());
    }

    @Override
    public int maxAttempts(JobKind kind) {
        return settings.maxAttempts().getOrDefault(kind, settings.attempts());
    }

    @Override
    public Duration delayAfter(int attempt) {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(ceiling.apply(attempt) + 1));
    }
}
