package io.earmark.stt.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/**
 * ffmpeg as a child process. It reads files only and knows only formats that hold audio: a playlist could make it open
 * other files or addresses.
 */
public final class FfmpegDecoder implements AudioDecoder {

    private static final String FORMATS = "wav,w64,mp3,mov,ogg,matroska,webm,flac,amr,asf,aiff,aac,au,gsm,caf";
    private static final String ADVICE =
            "Install ffmpeg ('apt-get install ffmpeg'), or set earmark.stt.ffmpeg, or install"
                    + " what the bundled one needs: 'apt-get install libasound2 libpulse0 libxcb1 libxcb-shm0'.";

    private final String ffmpeg;

    private FfmpegDecoder(String ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /**
     * The configured program, the one on the PATH, or the bundled one.
     *
     * @throws IllegalStateException if none runs, saying what to install
     */
    public static FfmpegDecoder find(@Nullable String configured) {
        if (configured != null) {
            if (!runs(configured)) {
                throw new IllegalStateException(
                        "earmark.stt.ffmpeg names " + configured + ", which does not run. " + ADVICE);
            }
            return new FfmpegDecoder(configured);
        }
        if (runs("ffmpeg")) {
            return new FfmpegDecoder("ffmpeg");
        }
        String bundled = bundled();
        if (!runs(bundled)) {
            throw new IllegalStateException("The bundled ffmpeg does not run here. " + ADVICE);
        }
        return new FfmpegDecoder(bundled);
    }

    private static String bundled() {
        try {
            return Loader.load(org.bytedeco.ffmpeg.ffmpeg.class);
        } catch (UnsatisfiedLinkError | RuntimeException e) {
            throw new IllegalStateException(
                    "There is no ffmpeg on the PATH, and none is bundled for this machine. " + ADVICE, e);
        }
    }

    private static boolean runs(String program) {
        try {
            Process process = new ProcessBuilder(program, "-version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public Pcm decode(Path recording, int channel, int channels) throws IOException {
        Path errors = Files.createTempFile("earmark-ffmpeg-", ".log");
        String filter = channels == 1 ? "anull" : "pan=mono|c0=c" + channel;
        Process process = new ProcessBuilder(List.of(
                        ffmpeg,
                        "-nostdin",
                        "-v",
                        "error",
                        "-protocol_whitelist",
                        "file,pipe",
                        "-format_whitelist",
                        FORMATS,
                        "-i",
                        "file:" + recording,
                        "-map",
                        "0:a:0",
                        "-vn",
                        "-af",
                        filter,
                        "-ar",
                        "16000",
                        "-ac",
                        "1",
                        "-f",
                        "s16le",
                        "pipe:1"))
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
