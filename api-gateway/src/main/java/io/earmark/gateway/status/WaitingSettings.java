package io.earmark.gateway.status;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Clients that wait for something to happen to a job.
 *
 * @param look             how often the jobs that are waited for are looked at, all of them with one question
 * @param streams          of events that this gateway keeps open at a time
 * @param streamsPerTenant of those, at most
 * @param heartbeat        after which a stream without an event is written to, so that proxies keep it and the dead show
 */
@ConfigurationProperties("earmark.waiting")
record WaitingSettings(
        @DefaultValue("200ms") Duration look,
        @DefaultValue("4000") int streams,
        @DefaultValue("1000") int streamsPerTenant,
        @DefaultValue("15s") Duration heartbeat) {

    WaitingSettings {
        if (look.toMillis() < 1 || heartbeat.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "earmark.waiting.look and earmark.waiting.heartbeat must be 1ms or more.");
        }
    }
}
