package io.earmark.stt.audio;

import io.earmark.audio.AudioProgram;
import io.earmark.audio.Bounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** ffmpeg as a child process, bounded in memory, processor time and output. */
public final class FfmpegDecoder implements AudioDecoder {

    /** Of address space: ffmpeg's libraries map 200 MB, and what it keeps of a recording is a few. */
    private static final long MEMORY_BYTES = 1L << 30;

    private static final Duration LEAST_CPU = Duration.ofSeconds(30);
    /** Decoding takes a hundredth of the sound's length on one core, or less. */
    private static final int CPU_SHARE = 20;

    /**
     * A gap in the container's time stamps of more than 0.1 s becomes silence, so that the words' times are those that a
     * player shows.
     */
    private static final String ON_THE_CLOCK = "aresample=16000:async=1:min_hard_comp=0.1";

    private final AudioProgram ffmpeg;
    private final DecodeSettings settings;
    private final Bounds bounds;

    private FfmpegDecoder(AudioProgram ffmpeg, DecodeSettings settings) {
        this.ffmpeg = ffmpeg;
        this.settings = settings;
        Duration cpu = LEAST_CPU.plus(settings.maxDuration().dividedBy(CPU_SHARE));
        this.bounds = Bounds.ofMemoryAndCpu(MEMORY_BYTES, cpu);
    }

    /**
     * The configured program, the one on the PATH, or the bundled one.
     *
     * @throws IllegalStateException if none runs, saying what to install
     */
    public static FfmpegDecoder find(@Nullable String configured, DecodeSettings settings) {
        return new FfmpegDecoder(AudioProgram.ffmpeg(configured, "earmark.stt.ffmpeg"), settings);
    }

    /** As shipped. */
    public static FfmpegDecoder find(@Nullable String configured) {
        return find(configured, DecodeSettings.STANDARD);
    }

    @Override
    public Pcm decode(Path recording, int channels) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-nostdin", "-v", "error", "-threads", "1"));
        arguments.addAll(AudioProgram.input(recording));
        arguments.addAll(List.of("-map", "0:a:0", "-vn", "-sn", "-dn", "-filter_threads", "1"));
        if (channels <= 2) {
            arguments.addAll(List.of("-af", ON_THE_CLOCK, "-ac", Integer.toString(channels)));
        } else {
            arguments.addAll(List.of("-af", ON_THE_CLOCK + "," + apart(channels)));
        }
        arguments.addAll(List.of("-f", "s16le", "pipe:1"));
        Path errors = Files.createTempFile("earmark-ffmpeg-", ".log");
        try {
            Process process = new ProcessBuilder(ffmpeg.command(bounds, arguments))
                    .redirectError(errors.toFile())
                    .start();
            return new FfmpegPcm(process, errors, channels, settings);
        } catch (IOException e) {
            Files.deleteIfExists(errors);
            throw e;
        }
    }

    /** Each channel by its number: by its place in a surround layout, ffmpeg could mix it with others. */
    private static String apart(int channels) {
        return IntStream.range(0, channels)
                .mapToObj(channel -> "c" + channel + "=c" + channel)
                .collect(Collectors.joining("|", "pan=" + channels + "c|", ""));
    }
}
