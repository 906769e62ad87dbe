package io.earmark.stt;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the transcription worker.
 *
 * @param model        {@code general}, {@code tiny}, or the directory of a Vosk model
 * @param models       the same by language, for calls that tell one: {@code earmark.stt.models.de=…}
 * @param speakerModel {@code tiny-speakers}, the name of a pulled speaker model, or the directory of a Vosk speaker model; null for none:
 *                     speakers on one channel are then told apart without
 * @param data         where bundled models are unpacked, once
 * @param ffmpeg       the program that decodes; null for the one on the PATH, else the bundled one
 * @param pauseSeconds a silence of this length between two words of a speaker parts utterances
 */
@ConfigurationProperties("earmark.stt")
record SttSettings(
        @DefaultValue("general") String model,
        @DefaultValue Map<String, String> models,
        @Nullable String speakerModel,
        @DefaultValue("/var/lib/earmark") Path data,
        @Nullable String ffmpeg,
        @DefaultValue("0.6") double pauseSeconds) {}
