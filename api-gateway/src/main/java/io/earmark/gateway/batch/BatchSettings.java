package io.earmark.gateway.batch;

import io.earmark.job.Job;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How batches are taken in and worked off.
 *
 * @param maxItems    of one batch
 * @param maxManifest bytes of one manifest
 * @param maxWaiting  items of a tenant that are not in the engine yet, before its batches are refused
 * @param window      of a batch's items that may be in the engine at a time
 * @param priority    0 to 9, of batches that do not ask for one; single submissions have 5
 * @param concurrency items that this gateway hands to the engine at a time
 * @param fetches     items that this gateway fetches from their URLs at a time
 * @param fetchTries  to fetch an item, where trying again may help
 * @param claim       after which another gateway takes over from one that is not heard of; renewed while it lives
 * @param poll        how often to look for items that may go on, for those that have ended, and at batches that are followed
 * @param uploadTime  how long a batch waits for the uploads of its items
 * @param keep        how long a batch can be looked at after its end; its calls stay
 */
@ConfigurationProperties("earmark.batches")
record BatchSettings(
        @DefaultValue("10000") int maxItems,
        @DefaultValue("16MB") DataSize maxManifest,
        @DefaultValue("100000") int maxWaiting,
        @DefaultValue("50") int window,
        @DefaultValue("3") int priority,
        @DefaultValue("4") int concurrency,
        @DefaultValue("8") int fetches,
        @DefaultValue("5") int fetchTries,
        @DefaultValue("60s") Duration claim,
        @DefaultValue("500ms") Duration poll,
        @DefaultValue("7d") Duration uploadTime,
        @DefaultValue("90d") Duration keep) {

    BatchSettings {
        if (maxItems < 1 || window < 1 || concurrency < 1 || fetches < 1 || fetchTries < 1) {
            throw new IllegalArgumentException("earmark.batches.max-items, .window, .concurrency, .fetches and"
                    + " .fetch-tries must be 1 or more.");
        }
        if (priority < 0 || priority > Job.HIGHEST_PRIORITY) {
            throw new IllegalArgumentException("earmark.batches.priority must be 0 to 9.");
        }
    }
}
