package io.earmark.tts;

import io.earmark.audio.AudioProgram;
import io.earmark.audio.Bounds;
import io.earmark.blob.BlobRef;
import io.earmark.call.SpokenAudio;
import io.earmark.work.JobContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Joins pieces of audio with ffmpeg: all at one loudness, mono, 24 kHz, with a breath in between. */
final class AudioMixer {

    private static final int SAMPLE_RATE = 24_000;
    private static final int WAV_HEADER_BYTES = 44;
    private static final int LONGEST_MINUTES = 10;
    private static final long LARGEST_BYTES = 4L << 30;
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
            run(evened(pieces.get(i), even), job);
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
                job);
        double seconds = (Files.size(wav) - WAV_HEADER_BYTES) / 2.0 / SAMPLE_RATE;
        Path made = wav;
        if (format.equals("mp3")) {
            made = job.scratch().resolve("joined.mp3");
            run(List.of("-i", wav.toString(), "-b:a", "64k", made.toString()), job);
        }
        try (InputStream bytes = Files.newInputStream(made)) {
            BlobRef blob = job.blobs().write(bytes, LARGEST_BYTES);
            return new SpokenAudio(blob, format.equals("mp3") ? "audio/mpeg" : "audio/wav", seconds);
        }
    }

    /** Loudness by EBU R 128 to -18 LUFS, edges faded, and a pause at the end. */
    private static List<String> evened(Piece piece, Path even) {
        List<String> arguments = new ArrayList<>();
        if (piece.seconds() > 0) {
            arguments.addAll(List.of("-ss", seconds(piece.start()), "-t", seconds(piece.seconds())));
        }
        String filters = String.format(Locale.ROOT, "atempo=%.3f,", piece.tempo())
                + "loudnorm=I=-18:TP=-2:LRA=11,afade=t=in:d=0.05,apad=pad_dur=" + seconds(piece.pauseAfter());
        arguments.addAll(AudioProgram.input(piece.file()));
        arguments.addAll(List.of(
                "-map",
                "0:a:0",
                "-vn",
                "-af",
                filters,
                "-ac",
                "1",
                "-ar",
                Integer.toString(SAMPLE_RATE),
                "-c:a",
                "pcm_s16le",
                "-bitexact",
                even.toString()));
        return arguments;
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }

    private void run(List<String> arguments, JobContext job) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("-nostdin", "-v", "error", "-y"));
        all.addAll(arguments);
        Path errors = job.scratch().resolve("ffmpeg.log");
        Process process = new ProcessBuilder(ffmpeg.command(BOUNDS, all))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(errors.toFile())
                .start();
        try {
            if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                throw new IOException("ffmpeg took longer than " + LONGEST_MINUTES + " minutes");
            }
            if (process.exitValue() != 0) {
                throw new IOException(
                        "ffmpeg failed: " + Files.readString(errors).strip());
            }
        } finally {
            process.destroyForcibly();
        }
    }
}
