package io.earmark.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Memory of transcription: the most that the worker and Vosk's process had for calls of different lengths, in stereo and with
 * both sides on one channel, and what both have after each hundred of many recordings in a row. The one figure that is a time
 * is the longest without progress: other work beside it does no harm to the others.
 */
final class MemoryBenchmark implements Benchmark {

    private static final int MINUTE = 60;
    private static final int SOAK_SECONDS = 12;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public void run(Servers servers, boolean brief, Report report) throws Exception {
        Path home = servers.directory("memory");
        Path sample = SttBenchmark.sample(home);
        List<Integer> minutes = brief ? List.of(1, 2) : List.of(20, 120, 240);
        lengths("memory.minutes-", LongCall::write, home, sample, minutes, report);
        lengths("memory.mono.minutes-", LongCall::writeMono, home, sample, minutes, report);
        soak(home, sample, brief ? 10 : 1_000, report);
    }

    /** Makes a call of a sample. */
    private interface Writer {
        void write(Path sample, Path target, int seconds) throws IOException;
    }

    private static void lengths(
            String prefix, Writer writer, Path home, Path sample, List<Integer> minutes, Report report)
            throws Exception {
        double shortest = 0;
        for (int length : minutes) {
            Path call = home.resolve("call.wav");
            writer.write(sample, call, length * MINUTE);
            Map<String, Double> most = SttBenchmark.arm(List.of(), "cut", home, call, sample);
            Files.delete(call);
            double worker = SttBenchmark.figure(most, "memory.worker");
            double vosk = SttBenchmark.figure(most, "memory.vosk");
            shortest = shortest == 0 ? worker + vosk : shortest;
            String name = prefix + length;
            report.figure(name + ".worker", worker, "MB");
            report.figure(name + ".vosk", vosk, "MB");
            report.figure(
                    name,
                    worker + vosk,
                    "MB",
                    Report.ratio(worker + vosk, shortest, minutes.get(0) + " min"),
                    "≤ 1.03");
            report.figure(name + ".progress-gap", SttBenchmark.figure(most, "progress-gap"), "s", null, "≤ 2");
        }
    }

    private static void soak(Path home, Path sample, int times, Report report) throws Exception {
        Path call = home.resolve("soak.wav");
        LongCall.write(sample, call, SOAK_SECONDS);
        Map<String, Double> curve = SttBenchmark.arm(List.of(), "soak", home, call, times);
        double warm = SttBenchmark.figure(curve, Integer.toString(times / 10));
        curve.forEach((at, megabytes) -> report.figure(
                "memory.soak." + at, megabytes, "MB", Report.ratio(megabytes, warm, "after " + times / 10), null));
    }
}
