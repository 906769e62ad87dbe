package io.earmark.stt.audio;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What decoding a recording may take, whatever its container says.
 *
 * @param maxDuration of the sound itself; as long as the intake's limit, or longer
 * @param patience    without a sample, after which decoding is given up
 */
@ConfigurationProperties("earmark.stt.decode")
public record DecodeSettings(
        @DefaultValue("4h") Duration maxDuration,
        @DefaultValue("1m") Duration patience) {

    /** As shipped. */
    public static final DecodeSettings STANDARD = new DecodeSettings(Duration.ofHours(4), Duration.ofMinutes(1));
}
