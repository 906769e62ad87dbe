package io.earmark.gateway.idempotency;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long keys are kept.
 *
 * @param expiry after which a key may be used for something else
 * @param claim  after which a key whose gateway died in the middle of a request is free; renewed while it lives
 */
@ConfigurationProperties("earmark.idempotency")
record IdempotencySettings(
        @DefaultValue("24h") Duration expiry,
        @DefaultValue("60s") Duration claim) {}
