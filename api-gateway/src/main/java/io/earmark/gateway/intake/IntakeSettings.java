package io.earmark.gateway.intake;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What is taken in.
 *
 * @param maxBytes    of one recording
 * @param maxDuration of one recording
 * @param maxChannels of one recording
 * @param maxText     characters of a text to speak
 * @param ffprobe     the program to look into recordings with; null for the one on the PATH, else the bundled one
 * @param probeTime   after which a recording counts as unreadable
 */
@ConfigurationProperties("earmark.intake")
record IntakeSettings(
        @DefaultValue("2GB") DataSize maxBytes,
        @DefaultValue("4h") Duration maxDuration,
        @DefaultValue("8") int maxChannels,
        @DefaultValue("100000") int maxText,
        @Nullable String ffprobe,
        @DefaultValue("20s") Duration probeTime) {}
