package io.earmark.store;

import io.earmark.job.JobKind;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often and when failed jobs are tried again.
 *
 * @param attempts    in all, for kinds not named in {@code maxAttempts}
 * @param maxAttempts in all, by kind
 * @param base        the longest wait after the first failure; doubled after each
 * @param cap         no wait is longer
 */
@ConfigurationProperties("earmark.retry")
record BackoffSettings(
        @DefaultValue("5") int attempts,
        @DefaultValue Map<JobKind, Integer> maxAttempts,
        @DefaultValue("2s") Duration base,
        @DefaultValue("5m") Duration cap) {}
