package io.earmark.gateway.relay;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How waiting jobs are announced.
 *
 * @param backlog how long a message should wait with the broker at most, where jobs are short: no more are sent than are
 *                claimed in that time. Short queues let priority, pausing, cancelling and fairness act at once
 * @param window  messages of a kind that are with the broker at least, if so many are due, however long jobs take
 * @param batch   messages on their way at a time
 * @param confirm how long the broker may take to confirm
 * @param sweep   how often to look without being woken
 * @param look    how often to look while jobs wait for room with the broker
 */
@ConfigurationProperties("earmark.relay")
record RelaySettings(
        @DefaultValue("500ms") Duration backlog,
        @DefaultValue("4") int window,
        @DefaultValue("250") int batch,
        @DefaultValue("10s") Duration confirm,
        @DefaultValue("1s") Duration sweep,
        @DefaultValue("25ms") Duration look) {

    RelaySettings {
        if (window < 1 || batch < 1) {
            throw new IllegalArgumentException("earmark.relay.window and earmark.relay.batch must be 1 or more.");
        }
    }
}
