package io.earmark.tts;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the speech worker.
 *
 * @param ffmpeg         the program that mixes and encodes; null for the one on the PATH, else the bundled one
 * @param deadline       for one sentence; an engine that takes longer is given up
 * @param contextSeconds of the recording played before and after a moment
 */
@ConfigurationProperties("earmark.tts")
record TtsSettings(
        @Nullable String ffmpeg,
        @DefaultValue("60s") Duration deadline,
        @DefaultValue("1.5") double contextSeconds) {}
