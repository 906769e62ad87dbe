package io.earmark.gateway.access;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much a key may ask for.
 *
 * @param requests          in a window, of one gateway; so many may also come at once. 0 for no limit
 * @param window            in which they grow back, evenly; 1 s to 1 d
 * @param submissionsPerDay by all gateways together, from midnight to midnight UTC, for keys without a quota of their own;
 *                          null for no limit
 */
@ConfigurationProperties("earmark.access.rate")
record RateSettings(
        @DefaultValue("60000") int requests,
        @DefaultValue("1m") Duration window,
        @Nullable Integer submissionsPerDay) {

    RateSettings {
        if (requests < 0) {
            throw new IllegalArgumentException("earmark.access.rate.requests must be 1 or more, or 0 for no limit.");
        }
        if (window.compareTo(Duration.ofSeconds(1)) < 0 || window.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("earmark.access.rate.window must be 1s to 1d.");
        }
        if (submissionsPerDay != null && submissionsPerDay < 1) {
            throw new IllegalArgumentException(
                    "earmark.access.rate.submissions-per-day must be 1 or more; leave it out for no quota.");
        }
    }
}
