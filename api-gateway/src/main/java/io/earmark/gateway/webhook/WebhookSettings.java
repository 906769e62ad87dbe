package io.earmark.gateway.webhook;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How events are delivered.
 *
 * @param retries     the waits between the attempts, each varied by a fifth either way
 * @param timeout     for a whole attempt, from the look-up of the name to the answer
 * @param concurrency attempts at a time by this gateway, to endpoints that answer well; as many again to the others
 * @param perEndpoint attempts at a time to one endpoint, by all gateways
 * @param poll        how often to look for what is due
 * @param pauseAfter  how long an endpoint may fail without a single success before it is paused
 * @param keep        how long deliveries can be looked at
 * @param endpoints   of a tenant, at most
 * @param publicUrl   what links in payloads begin with; without it they are paths of this API
 */
@ConfigurationProperties("earmark.webhooks")
record WebhookSettings(
        @DefaultValue({"5s", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "24h"})
        List<Duration> retries,

        @DefaultValue("15s") Duration timeout,
        @DefaultValue("32") int concurrency,
        @DefaultValue("4") int perEndpoint,
        @DefaultValue("1s") Duration poll,
        @DefaultValue("5d") Duration pauseAfter,
        @DefaultValue("30d") Duration keep,
        @DefaultValue("50") int endpoints,
        @DefaultValue("") String publicUrl) {

    WebhookSettings {
        if (concurrency < 1 || perEndpoint < 1) {
            throw new IllegalArgumentException(
                    "earmark.webhooks.concurrency and earmark.webhooks.per-endpoint must be 1 or more.");
        }
        publicUrl = publicUrl.strip().replaceAll("/+$", "");
    }

    /** A gateway that is not heard of for so long has died in mid-delivery. */
    Duration lease() {
        return timeout.multipliedBy(3);
    }
}
