package io.earmark.tts;

import io.earmark.audio.AudioProgram;
import io.earmark.audio.Bounds;
import io.earmark.blob.BlobRef;
import io.earmark.call.SpokenAudio;
import io.earmark.work.JobContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Joins pieces of audio with ffmpeg: all at one loudness, mono, 24 kHz, with a breath in between. */
final class AudioMixer {

    private static final int SAMPLE_RATE = 24_000;
    private static final int WAV_HEADER_BYTES = 44;
    private static final int LONGEST_MINUTES = 10;
    private static final long LARGEST_BYTES = 4L << 30;
    /** Speech on telephones and in podcasts is between -16 and -20. */
    private static final double TARGET_LUFS = -18;

    private static final double MOST_GAIN_DB = 24;
    /** Of full scale: -1.5 dB. */
    private static final double HIGHEST_PEAK = 0.84;
    /** As ffmpeg's loudnorm filter prints it; of silence, it is "-inf". */
    private static final Pattern LOUDNESS = Pattern.compile("\"input_i\" : \"(-?\\d+\\.\\d+)\"");

    private static final Bounds BOUNDS = new Bounds(2L << 30, Duration.ofMinutes(LONGEST_MINUTES), LARGEST_BYTES);

    private final AudioProgram ffmpeg;

    private AudioMixer(AudioProgram ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /**
     * A piece: a file, or the part of one from {@code start} for {@code seconds}; all of it if that is 0.
     *
     * @param tempo 1 is as recorded, 0.5 to 2; the pitch stays
     */
    record Piece(Path file, double start, double seconds, double tempo, double pauseAfter) {

        static Piece whole(Path file, double tempo, double pauseAfter) {
            return new Piece(file, 0, 0, tempo, pauseAfter);
        }
    }

    static AudioMixer find(@Nullable String configured) {
        return new AudioMixer(AudioProgram.ffmpeg(configured, "earmark.tts.ffmpeg"));
    }

    /** Each piece is brought to the same form first, so that joining is only copying, however many there are. */
    SpokenAudio join(List<Piece> pieces, String format, JobContext job) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            Path even = job.scratch().resolve("even-" + i + ".wav");
            even(pieces.get(i), even, job);
            lines.add("file '" + even.getFileName() + "'");
        }
        Path list = Files.write(job.scratch().resolve("pieces.txt"), lines);
        Path wav = job.scratch().resolve("joined.wav");
        run(
                List.of(
                        "-protocol_whitelist",
                        "file",
                        "-f",
                        "concat",
                        "-i",
                        list.toString(),
                        "-c",
                        "copy",
                        "-bitexact",
                        wav.toString()),
                "error",
                job);
        double seconds = (Files.size(wav) - WAV_HEADER_BYTES) / 2.0 / SAMPLE_RATE;
        Path made = wav;
        if (format.equals("mp3")) {
            made = job.scratch().resolve("joined.mp3");
            run(List.of("-i", wav.toString(), "-b:a", "64k", made.toString()), "error", job);
        }
        try (InputStream bytes = Files.newInputStream(made)) {
            BlobRef blob = job.blobs().write(bytes, LARGEST_BYTES);
            return new SpokenAudio(blob, format.equals("mp3") ? "audio/mpeg" : "audio/wav", seconds);
        }
    }

    /** Loudness by EBU R 128, by one gain for the whole piece: measured first, then changed. Its end is a pause. */
    private void even(Piece piece, Path even, JobContext job) throws IOException, InterruptedException {
        String tempo = String.format(Locale.ROOT, "aformat=channel_layouts=mono,atempo=%.3f", piece.tempo());
        String measured = run(from(piece, tempo + ",loudnorm=print_format=json", "-f", "null", "-"), "info", job);
        String level = String.format(
                Locale.ROOT,
                ",volume=%.2fdB,alimiter=limit=%.3f:level=disabled,aresample=%d,afade=t=in:d=0.02,apad=pad_dur=%.3f",
                gain(measured),
                HIGHEST_PEAK,
                SAMPLE_RATE,
                piece.pauseAfter());
        run(from(piece, tempo + level, "-c:a", "pcm_s16le", "-bitexact", even.toString()), "error", job);
    }

    /** In dB. Silence has no loudness, and what is nearly silent is not made into noise. */
    static double gain(String measured) {
        // The last one: tags of the recording, which are printed before it, may hold anything.
        return LOUDNESS.matcher(measured)
                .results()
                .reduce((first, second) -> second)
                .map(last -> Math.min(TARGET_LUFS - Double.parseDouble(last.group(1)), MOST_GAIN_DB))
                .orElse(0.0);
    }

    private static List<String> from(Piece piece, String filters, String... output) {
        List<String> arguments = new ArrayList<>();
        if (piece.seconds() > 0) {
            arguments.addAll(List.of("-ss", seconds(piece.start()), "-t", seconds(piece.seconds())));
        }
        arguments.addAll(AudioProgram.input(piece.file()));
        arguments.addAll(List.of("-map", "0:a:0", "-vn", "-af", filters));
        arguments.addAll(List.of(output));
        return arguments;
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }

    /** Gives what the program said. Nothing of it goes on when this is back. */
    private String run(List<String> arguments, String verbosity, JobContext job)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("-nostdin", "-hide_banner", "-v", verbosity, "-y"));
        all.addAll(arguments);
        Path words = job.scratch().resolve("ffmpeg.log");
        Process process = new ProcessBuilder(ffmpeg.command(BOUNDS, all))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(words.toFile())
                .start();
        try {
            if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                throw new IOException("ffmpeg took longer than " + LONGEST_MINUTES + " minutes");
            }
            // Latin-1 takes any bytes: tags need not be UTF-8.
            String said = Files.readString(words, StandardCharsets.ISO_8859_1).strip();
            if (process.exitValue() != 0) {
                throw new IOException("ffmpeg failed: " + said);
            }
            return said;
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }
}
