package io.earmark.gateway.upkeep;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long things are kept.
 *
 * @param jobs  failed and cancelled jobs, and speech, from their end on; null for ever
 * @param calls recordings with their transcripts, moments and replays, from their intake on; null for ever
 * @param batch jobs or calls removed by one statement
 */
@ConfigurationProperties("earmark.retention")
record RetentionSettings(
        @Nullable Duration jobs,
        @Nullable Duration calls,
        @DefaultValue("500") int batch) {

    RetentionSettings {
        if (batch < 1) {
            throw new IllegalArgumentException("earmark.retention.batch must be 1 or more.");
        }
    }
}
