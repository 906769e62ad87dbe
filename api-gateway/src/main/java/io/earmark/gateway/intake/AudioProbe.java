package io.earmark.gateway.intake;

import io.earmark.audio.AudioProgram;
import io.earmark.call.AudioFormat;
import io.earmark.gateway.web.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Looks into a recording: what it is by its content, whatever its name, and whether it is taken in. */
@Component
class AudioProbe {

    /** MPEG-4's marks of encrypted sound: Apple's, and the common encryption of ISO/IEC 14496-12. */
    private static final Set<String> PROTECTED_TAGS = Set.of("drms", "enca");

    private static final String PROTECTED_WARNING = "DRM protected";
    private static final String GUESSED_WARNING = "Estimating duration from bitrate";
    private static final int LEAST_RATE = 4_000;
    private static final int MOST_RATE = 768_000;

    private final Ffprobe ffprobe;
    private final IntakeSettings settings;

    AudioProbe(IntakeSettings settings) {
        this.settings = settings;
        this.ffprobe =
                new Ffprobe(AudioProgram.ffprobe(settings.ffprobe(), "earmark.intake.ffprobe"), settings.probeTime());
    }

    /** @throws Problem 4xx if it is no audio, holds none, is protected, or is over a limit */
    AudioFormat probe(Path file) throws IOException, InterruptedException {
        Ffprobe.Headers headers = ffprobe.headers(file)
                .orElseThrow(
                        () -> unreadable(
                                "The upload is not a recording that ffmpeg can read. WAV, MP3, M4A, OGG, FLAC and the like are."));
        JsonNode stream = headers.stream();
        if (stream.isMissingNode()) {
            throw unreadable("The upload holds no audio.");
        }
        if (PROTECTED_TAGS.contains(stream.path("codec_tag_string").asString(""))
                || headers.warnings().contains(PROTECTED_WARNING)) {
            throw refused(
                    "audio-protected",
                    "The recording is protected",
                    "It is encrypted by a rights management. Export it without protection and send that.");
        }
        AudioFormat format = new AudioFormat(
                headers.container().path("format_name").asString("unknown"),
                stream.path("codec_name").asString("unknown"),
                seconds(headers, file),
                stream.path("channels").asInt(0),
                stream.path("sample_rate").asInt(0));
        check(format);
        return format;
    }

    /** As the container says, unless it says nothing or guesses. Whether it is true shows when it is decoded. */
    private double seconds(Ffprobe.Headers headers, Path file) throws IOException, InterruptedException {
        double said = headers.container().path("duration").asDouble(0);
        if (!(said > 0)) {
            said = headers.stream().path("duration").asDouble(0);
        }
        return said > 0 && !headers.warnings().contains(GUESSED_WARNING)
                ? said
                : ffprobe.lastPacketEnd(file).orElse(said);
    }

    private void check(AudioFormat format) {
        if (format.channels() < 1 || !(format.durationSeconds() > 0)) {
            throw unreadable("The recording has no length: it is empty or cut off before its first sound.");
        }
        if (format.sampleRate() < LEAST_RATE || format.sampleRate() > MOST_RATE) {
            throw unreadable(String.format(
                    Locale.ROOT,
                    "The recording says that it has %d samples a second; speech has %d to %d.",
                    format.sampleRate(),
                    LEAST_RATE,
                    MOST_RATE));
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

    private static Problem unreadable(String detail) {
        return refused("audio-unreadable", "The upload is not readable audio", detail);
    }

    private static Problem refused(String type, String title, String detail) {
        return new Problem(HttpStatus.UNPROCESSABLE_CONTENT, type, title, detail);
    }
}
