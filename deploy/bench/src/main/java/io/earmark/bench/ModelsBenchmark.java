package io.earmark.bench;

import io.earmark.audio.AudioProgram;
import io.earmark.audio.Bounds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The speech models that are at hand, on the same audio, by the whole stage on one processor: word errors on the sample calls
 * as they are and through a telephone (8 kHz, μ-law), processor time of recognition for each second of a channel, and the
 * most memory of its process. The samples are synthetic voices.
 */
final class ModelsBenchmark implements Benchmark {

    private static final List<String> AT_HAND = List.of("tiny", "general");

    @Override
    public String name() {
        return "models";
    }

    @Override
    public void run(Servers servers, boolean brief, Report report) throws Exception {
        Path home = servers.directory("models");
        Path calls = Files.createDirectories(home.resolve("calls"));
        for (String name : brief ? KnownCall.NAMES.subList(0, 1) : KnownCall.NAMES) {
            Path call = calls.resolve(name + ".wav");
            try (InputStream in = KnownCall.resource(name + ".wav")) {
                Files.copy(in, call);
            }
            telephone(call, calls.resolve(name + ".phone.wav"));
        }
        for (String model : AT_HAND) {
            Map<String, Double> figures = SttBenchmark.arm(SttBenchmark.pinned(), "model", home, calls, model);
            figure(report, model, figures, "word-errors", "%");
            figure(report, model, figures, "word-errors-telephone", "%");
            figure(report, model, figures, "real-time-factor", "");
            figure(report, model, figures, "memory", "MB");
        }
    }

    private static void figure(Report report, String model, Map<String, Double> figures, String name, String unit) {
        report.figure("models." + model + "." + name, Objects.requireNonNull(figures.get(name), name), unit);
    }

    private static void telephone(Path call, Path target) throws IOException, InterruptedException {
        AudioProgram ffmpeg = AudioProgram.ffmpeg(null, "PATH");
        Bounds bounds = Bounds.ofMemoryAndCpu(1L << 30, Duration.ofMinutes(1));
        List<String> arguments = List.of(
                "-nostdin",
                "-v",
                "error",
                "-i",
                call.toString(),
                "-ar",
                "8000",
                "-c:a",
                "pcm_mulaw",
                target.toString());
        if (new ProcessBuilder(ffmpeg.command(bounds, arguments))
                        .inheritIO()
                        .start()
                        .waitFor()
                != 0) {
            throw new IOException("ffmpeg could not make " + target);
        }
    }
}
