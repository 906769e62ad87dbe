package io.earmark.audio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/**
 * An ffmpeg or ffprobe that runs on this machine. Gateway and workers hand it recordings of strangers, so it reads
 * only files, only formats that hold audio, and runs within {@link Bounds}.
 */
public final class AudioProgram {

    /**
     * ffmpeg's names of the formats that a recording may have. None of them is a list: a playlist could make ffmpeg
     * open other files or addresses.
     */
    private static final String FORMATS = "wav,w64,mp3,mov,ogg,matroska,webm,flac,amr,asf,aiff,aac,au,gsm,caf";

    private static final int START_SECONDS = 20;

    private final String program;

    private AudioProgram(String program) {
        this.program = program;
    }

    /**
     * The configured ffmpeg, the one on the PATH, or the bundled one.
     *
     * @param setting the name of the setting that configures it, for the advice
     * @throws IllegalStateException if none runs, saying what to install or to set
     */
    public static AudioProgram ffmpeg(@Nullable String configured, String setting) {
        return find("ffmpeg", () -> Loader.load(org.bytedeco.ffmpeg.ffmpeg.class), configured, setting);
    }

    /** As {@link #ffmpeg}, for ffprobe. */
    public static AudioProgram ffprobe(@Nullable String configured, String setting) {
        return find("ffprobe", () -> Loader.load(org.bytedeco.ffmpeg.ffprobe.class), configured, setting);
    }

    /** Unpacks a bundled program. */
    private interface Bundle {
        String unpack();
    }

    private static AudioProgram find(String name, Bundle bundle, @Nullable String configured, String setting) {
        String advice = " Install ffmpeg ('apt-get install ffmpeg'), or set " + setting
                + ", or install what the bundled one needs: 'apt-get install libasound2 libpulse0 libxcb1 libxcb-shm0'.";
        if (configured != null) {
            if (!runs(configured)) {
                throw new IllegalStateException(setting + " names " + configured + ", which does not run." + advice);
            }
            return new AudioProgram(configured);
        }
        if (runs(name)) {
            return new AudioProgram(name);
        }
        String bundled;
        try {
            bundled = bundle.unpack();
        } catch (UnsatisfiedLinkError | RuntimeException e) {
            throw new IllegalStateException(
                    "There is no " + name + " on the PATH, and none is bundled for this machine." + advice, e);
        }
        if (!runs(bundled)) {
            throw new IllegalStateException("The bundled " + name + " does not run here." + advice);
        }
        return new AudioProgram(bundled);
    }

    private static boolean runs(String program) {
        try {
            Process process = new ProcessBuilder(program, "-version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                return process.waitFor(START_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The options that name a stranger's recording as the input: to be put before those of the output. */
    public static List<String> input(Path recording) {
        return List.of("-protocol_whitelist", "file", "-format_whitelist", FORMATS, "-i", "file:" + recording);
    }

    /** A command line that runs the program with these arguments and within these bounds. */
    public List<String> command(Bounds bounds, List<String> arguments) {
        List<String> command = new ArrayList<>(bounds.shell());
        command.add(program);
        command.addAll(arguments);
        return command;
    }
}
