package io.earmark.gateway.intake;

import io.earmark.audio.AudioProgram;
import io.earmark.audio.Bounds;
import io.earmark.call.AudioFormat;
import io.earmark.gateway.web.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks into a recording with ffprobe: what it is by its content, whatever its name. Only files, only formats that hold
 * audio: a playlist could make ffprobe open other files or addresses.
 */
@Component
class AudioProbe {

    /** Of address space: ffprobe's libraries map 200 MB, and what it reads of a recording is a few. */
    private static final long PROBE_MEMORY_BYTES = 1L << 30;

    private final AudioProgram ffprobe;
    private final Bounds bounds;
    private final IntakeSettings settings;
    private final JsonMapper json = new JsonMapper();

    AudioProbe(IntakeSettings settings) {
        this.settings = settings;
        this.ffprobe = AudioProgram.ffprobe(settings.ffprobe(), "earmark.intake.ffprobe");
        this.bounds = Bounds.ofMemoryAndCpu(PROBE_MEMORY_BYTES, settings.probeTime());
    }

    /** @throws Problem 4xx if it is no audio, holds none, or is over a limit */
    AudioFormat probe(Path file) throws IOException, InterruptedException {
        JsonNode found = run(file);
        JsonNode stream = found.path("streams").path(0);
        if (stream.isMissingNode()) {
            throw unreadable("The upload holds no audio.");
        }
        double seconds = found.path("format").path("duration").asDouble(0);
        if (seconds <= 0) {
            seconds = stream.path("duration").asDouble(0);
        }
        AudioFormat format = new AudioFormat(
                found.path("format").path("format_name").asString("unknown"),
                stream.path("codec_name").asString("unknown"),
                seconds,
                stream.path("channels").asInt(0),
                stream.path("sample_rate").asInt(0));
        check(format);
        return format;
    }

    private void check(AudioFormat format) {
        if (format.channels() < 1 || format.sampleRate() < 1 || !(format.durationSeconds() > 0)) {
            throw unreadable("The recording has no length: it is empty or cut off before its first sound.");
        }
        if (format.channels() > settings.maxChannels()) {
            throw refused(
                    "audio-too-many-channels",
                    "The recording has too many channels",
                    String.format(
                            Locale.ROOT,
                            "It has %d channels; at most %d are taken.",
                            format.channels(),
                            settings.maxChannels()));
        }
        if (format.durationSeconds() > settings.maxDuration().toSeconds()) {
            throw refused(
                    "audio-too-long",
                    "The recording is too long",
                    String.format(
                            Locale.ROOT,
                            "It lasts %.0f s; at most %d s are taken. Split it, or raise earmark.intake.max-duration.",
                            format.durationSeconds(),
                            settings.maxDuration().toSeconds()));
        }
    }

    private JsonNode run(Path file) throws IOException, InterruptedException {
        Path output = Files.createTempFile("earmark-probe-", ".json");
        try {
            List<String> arguments = new ArrayList<>(List.of(
                    "-v",
                    "error",
                    "-select_streams",
                    "a:0",
                    "-show_entries",
                    "format=format_name,duration:stream=codec_name,channels,sample_rate,duration",
                    "-of",
                    "json"));
            arguments.addAll(AudioProgram.input(file));
            Process process = new ProcessBuilder(ffprobe.command(bounds, arguments))
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                if (!process.waitFor(settings.probeTime().toMillis(), TimeUnit.MILLISECONDS)
                        || process.exitValue() != 0) {
                    throw unreadable(
                            "The upload is not a recording that ffmpeg can read. WAV, MP3, M4A, OGG, FLAC and the like are.");
                }
            } finally {
                process.destroyForcibly();
            }
            return json.readTree(output);
        } catch (JacksonException e) {
            throw unreadable("The upload is not a recording that ffmpeg can read.");
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static Problem unreadable(String detail) {
        return refused("audio-unreadable", "The upload is not readable audio", detail);
    }

    private static Problem refused(String type, String title, String detail) {
        return new Problem(HttpStatus.UNPROCESSABLE_CONTENT, type, title, detail);
    }
}
