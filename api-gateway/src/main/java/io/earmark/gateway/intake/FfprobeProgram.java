package io.earmark.gateway.intake;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/** Finds an ffprobe that runs: the configured one, the one on the PATH, or the bundled one. */
final class FfprobeProgram {

    private static final String ADVICE = "Install ffmpeg ('apt-get install ffmpeg'), or set earmark.intake.ffprobe, or"
            + " install what the bundled one needs: 'apt-get install libasound2 libpulse0 libxcb1 libxcb-shm0'.";

    private FfprobeProgram() {}

    static String find(@Nullable String configured) {
        if (configured != null) {
            if (!runs(configured)) {
                throw new IllegalStateException(
                        "earmark.intake.ffprobe names " + configured + ", which does not run. " + ADVICE);
            }
            return configured;
        }
        if (runs("ffprobe")) {
            return "ffprobe";
        }
        String bundled = bundled();
        if (!runs(bundled)) {
            throw new IllegalStateException("The bundled ffprobe does not run here. " + ADVICE);
        }
        return bundled;
    }

    private static String bundled() {
        try {
            return Loader.load(org.bytedeco.ffmpeg.ffprobe.class);
        } catch (UnsatisfiedLinkError | RuntimeException e) {
            throw new IllegalStateException(
                    "There is no ffprobe on the PATH, and none is bundled for this machine. " + ADVICE, e);
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
}
