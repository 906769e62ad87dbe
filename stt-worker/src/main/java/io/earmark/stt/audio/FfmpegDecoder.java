package io.earmark.stt.audio;

import io.earmark.audio.AudioProgram;
import io.earmark.audio.Bounds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ffmpeg as a child process. It reads files only and knows only formats that hold audio: a playlist could make it open
 * other files or addresses.
 */
public final class FfmpegDecoder implements AudioDecoder {

    private static final Bounds BOUNDS = Bounds.ofMemoryAndCpu(1L << 30, Duration.ofHours(1));

    private final AudioProgram ffmpeg;

    private FfmpegDecoder(AudioProgram ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /**
     * The configured program, the one on the PATH, or the bundled one.
     *
     * @throws IllegalStateException if none runs, saying what to install
     */
    public static FfmpegDecoder find(@Nullable String configured) {
        return new FfmpegDecoder(AudioProgram.ffmpeg(configured, "earmark.stt.ffmpeg"));
    }

    @Override
    public Pcm decode(Path recording, int channel, int channels) throws IOException {
        Path errors = Files.createTempFile("earmark-ffmpeg-", ".log");
        String filter = channels == 1 ? "anull" : "pan=mono|c0=c" + channel;
        List<String> arguments = new ArrayList<>(List.of("-nostdin", "-v", "error"));
        arguments.addAll(AudioProgram.input(recording));
        arguments.addAll(
                List.of("-map", "0:a:0", "-vn", "-af", filter, "-ar", "16000", "-ac", "1", "-f", "s16le", "pipe:1"));
        Process process = new ProcessBuilder(ffmpeg.command(BOUNDS, arguments))
                .redirectError(errors.toFile())
                .start();
        return new FfmpegPcm(process, errors);
    }

    private record FfmpegPcm(Process process, Path errors) implements Pcm {

        @Override
        public InputStream samples() {
            return process.getInputStream();
        }

        @Override
        public String complaint() throws IOException, InterruptedException {
            int status = process.waitFor();
            String said = Files.readString(errors).strip();
            return status == 0
                    ? ""
                    : said.isEmpty()
                            ? "exit status " + status
                            : said.lines().findFirst().orElse(said);
        }

        @Override
        public void close() {
            process.destroyForcibly();
            try {
                Files.deleteIfExists(errors);
            } catch (IOException e) {
                errors.toFile().deleteOnExit();
            }
        }
    }
}
