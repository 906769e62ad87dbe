package io.earmark.gateway.relay;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How waiting jobs are announced.
 *
 * @param window  messages of each kind with the broker at a time; short queues let priority and cancelling act at once
 * @param batch   messages on their way at a time
 * @param confirm how long the broker may take to confirm
 * @param sweep   how often to look without being woken
 */
@ConfigurationProperties("earmark.relay")
record RelaySettings(
        @DefaultValue("100") int window,
        @DefaultValue("50") int batch,
        @DefaultValue("10s") Duration confirm,
        @DefaultValue("1s") Duration sweep) {}
