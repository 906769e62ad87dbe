package io.earmark.stt.audio;

import io.earmark.audio.AudioProgram;
import io.earmark.audio.Bounds;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** ffmpeg as a child process: FLAC, or WAV for more channels than FLAC has. */
public final class FfmpegEncoder implements AudioEncoder {

    private static final int MOST_FLAC_CHANNELS = 8;
    private static final int FINISH_SECONDS = 120;
    private static final Bounds BOUNDS = new Bounds(1L << 30, Duration.ofMinutes(30), 64L << 30);

    private final AudioProgram ffmpeg;

    private FfmpegEncoder(AudioProgram ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /**
     * The configured program, the one on the PATH, or the bundled one.
     *
     * @throws IllegalStateException if none runs, saying what to install
     */
    public static FfmpegEncoder find(@Nullable String configured) {
        return new FfmpegEncoder(AudioProgram.ffmpeg(configured, "earmark.stt.ffmpeg"));
    }

    @Override
    public String mediaType(int channels) {
        return channels <= MOST_FLAC_CHANNELS ? "audio/flac" : "audio/wav";
    }

    @Override
    public Encoding encode(Path file, int channels) throws IOException {
        List<String> form = channels <= MOST_FLAC_CHANNELS
                ? List.of("-c:a", "flac", "-f", "flac")
                : List.of("-c:a", "pcm_s16le", "-rf64", "auto", "-f", "wav");
        List<String> arguments = new java.util.ArrayList<>(List.of(
                "-nostdin",
                "-v",
                "error",
                "-y",
                "-threads",
                "1",
                "-protocol_whitelist",
                "pipe",
                "-f",
                "s16le",
                "-ar",
                Integer.toString(AudioDecoder.SAMPLE_RATE),
                "-ac",
                Integer.toString(channels),
                "-i",
                "pipe:0"));
        arguments.addAll(form);
        arguments.add("file:" + file);
        Path errors = Files.createTempFile("earmark-ffmpeg-", ".log");
        try {
            Process process = new ProcessBuilder(ffmpeg.command(BOUNDS, arguments))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(errors.toFile())
                    .start();
            return new Running(process, errors);
        } catch (IOException e) {
            Files.deleteIfExists(errors);
            throw e;
        }
    }

    private record Running(Process process, Path errors) implements Encoding {

        @Override
        public void write(byte[] pcm, int length) throws IOException {
            OutputStream samples = process.getOutputStream();
            try {
                samples.write(pcm, 0, length);
            } catch (IOException e) {
                throw new IOException("ffmpeg takes no more samples: " + complaint(), e);
            }
        }

        @Override
        public void finish() throws IOException, InterruptedException {
            process.getOutputStream().close();
            if (!process.waitFor(FINISH_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("ffmpeg could not write the redacted copy: " + complaint());
            }
        }

        private String complaint() throws IOException {
            return Files.readString(errors, StandardCharsets.ISO_8859_1).strip();
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
            try {
                Files.deleteIfExists(errors);
            } catch (IOException e) {
                errors.toFile().deleteOnExit();
            }
        }
    }
}
