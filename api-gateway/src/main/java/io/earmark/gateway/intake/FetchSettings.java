package io.earmark.gateway.intake;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How recordings are fetched from URLs.
 *
 * @param time      for the whole of one, in a batch
 * @param inline    the same where a client waits for the answer
 * @param redirects that are followed, each of them checked
 */
@ConfigurationProperties("earmark.fetch")
record FetchSettings(
        @DefaultValue("30m") Duration time,
        @DefaultValue("2m") Duration inline,
        @DefaultValue("5") int redirects) {}
