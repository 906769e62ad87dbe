package io.earmark.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.job.JobKind;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class BackoffTest {

    @Test
    void each_kind_may_have_its_own_limit() {
        Map<String, String> given = Map.of(
                "earmark.retry.attempts", "4", "earmark.retry.max-attempts.speak", "2", "earmark.retry.base", "1s");
        Backoff backoff = new Backoff(new Binder(new MapConfigurationPropertySource(given))
                .bind("earmark.retry", BackoffSettings.class)
                .get());
        assertThat(backoff.maxAttempts(JobKind.SPEAK)).isEqualTo(2);
        assertThat(backoff.maxAttempts(JobKind.TRANSCRIBE)).isEqualTo(4);
    }

    /** Full jitter: anything from nothing to the ceiling, which doubles up to the cap. */
    @Test
    void waits_are_spread_below_a_ceiling_that_doubles() {
        Backoff backoff = new Backoff(new BackoffSettings(5, Map.of(), Duration.ofSeconds(2), Duration.ofSeconds(10)));
        int[] ceilings = {2, 4, 8, 10, 10};
        for (int attempt = 1; attempt <= ceilings.length; attempt++) {
            Duration shortest = Duration.ofDays(1);
            Duration longest = Duration.ZERO;
            for (int i = 0; i < 2_000; i++) {
                Duration delay = backoff.delayAfter(attempt);
                shortest = delay.compareTo(shortest) < 0 ? delay : shortest;
                longest = delay.compareTo(longest) > 0 ? delay : longest;
            }
            Duration ceiling = Duration.ofSeconds(ceilings[attempt - 1]);
            assertThat(longest)
                    .as("attempt %d", attempt)
                    .isLessThanOrEqualTo(ceiling)
                    .isGreaterThan(ceiling.multipliedBy(9).dividedBy(10));
            assertThat(shortest).isLessThan(ceiling.dividedBy(10));
        }
    }
}
