package io.earmark.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Transcription, whole, beside a bare loop of one thread over Vosk, on the same audio and model: on one processor without
 * cuts, and on all of them with cuts. The loop runs with the C library's allocator as it comes, and as our child has it; the stage
 * as shipped, and with pauses recognised like all else. Each is a process of its own.
 */
final class SttBenchmark implements Benchmark {

    private static final String SAMPLE = "/samples/5-call-price-stereo.wav";

    /** As the worker's image has it, but for the limit. */
    private static final List<String> JAVA_OPTIONS =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-Xms64m", "-XX:MinHeapFreeRatio=20", "-XX:MaxHeapFreeRatio=40");

    /** What our child has: of a size, a thread keeps as many freed pieces for itself as it may. */
    private static final String ALLOCATION = "glibc.malloc.tcache_count=65535";

    @Override
    public String name() {
        return "stt";
    }

    @Override
    public void run(Servers servers, boolean brief, Report report) throws Exception {
        Path home = servers.directory("stt");
        Path sample = sample(home);
        Path shorter = home.resolve("short.wav");
        LongCall.write(sample, shorter, brief ? 60 : 1_200);
        Path longer = home.resolve("long.wav");
        LongCall.write(sample, longer, brief ? 120 : 7_200);
        oneProcessor(home, sample, shorter, brief ? 1 : 5, report);
        allProcessors(home, sample, longer, report);
    }

    static Path sample(Path home) throws IOException {
        Path sample = home.resolve("sample.wav");
        try (InputStream in = Objects.requireNonNull(SttBenchmark.class.getResourceAsStream(SAMPLE))) {
            Files.copy(in, sample);
        }
        return sample;
    }

    private static void oneProcessor(Path home, Path sample, Path call, int rounds, Report report) throws Exception {
        List<String> arms = List.of("bare", "bare-tuned", "uncut", "uncut-pauses");
        Map<String, List<Double>> figures = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            Map<String, Double> seconds = new LinkedHashMap<>();
            for (String arm : arms) {
                Map<String, Double> told = arm(pinned(), arm, home, call, sample);
                seconds.put(arm, figure(told, "seconds"));
                told.forEach((name, value) -> kept(figures, arm + "." + name, value));
            }
            // Of neighbours: the machine's own speed may change from one minute to the next.
            for (String arm : arms) {
                kept(figures, arm + ".to-bare", figure(seconds, arm) / figure(seconds, "bare"));
                kept(figures, arm + ".to-tuned", figure(seconds, arm) / figure(seconds, "bare-tuned"));
            }
        }
        Map<String, Double> medians = new LinkedHashMap<>();
        figures.forEach((name, values) -> medians.put(name, Statistics.median(values)));
        report.figure("stt.one-processor.audio", LongCall.seconds(call), "s");
        report.figure("stt.one-processor.bare", figure(medians, "bare.seconds"), "s");
        compared(report, medians, "bare-tuned", "one-processor.bare-tuned", null);
        compared(report, medians, "uncut", "one-processor.whole", "≤ 1.03");
        compared(report, medians, "uncut-pauses", "one-processor.whole-pauses", "≤ 1.03");
        report.figure("stt.one-processor.cpu.bare-tuned", figure(medians, "bare-tuned.cpu.bare"), "s");
        for (String arm : List.of("uncut", "uncut-pauses")) {
            report.figure("stt.one-processor.cpu." + arm + ".vosk", figure(medians, arm + ".cpu.vosk"), "s");
            report.figure("stt.one-processor.cpu." + arm + ".worker", figure(medians, arm + ".cpu.worker"), "s");
        }
    }

    private static void kept(Map<String, List<Double>> figures, String name, double value) {
        figures.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
    }

    private static void compared(
            Report report, Map<String, Double> medians, String arm, String name, @Nullable String goal) {
        String ratio = Report.ratio(figure(medians, arm + ".to-bare"), 1, "bare");
        if (!arm.equals("bare-tuned")) {
            ratio += ", " + Report.ratio(figure(medians, arm + ".to-tuned"), 1, "tuned");
        }
        report.figure("stt." + name, figure(medians, arm + ".seconds"), "s", ratio, goal);
    }

    private static void allProcessors(Path home, Path sample, Path call, Report report) throws Exception {
        double bare = figure(arm(List.of(), "bare", home, call, sample), "seconds");
        Map<String, Double> ours = arm(List.of(), "cut", home, call, sample);
        double pauses = figure(arm(List.of(), "cut-pauses", home, call, sample), "seconds");
        double tuned = figure(arm(List.of(), "bare-tuned", home, call, sample), "seconds");
        report.figure("stt.processors", Runtime.getRuntime().availableProcessors(), "");
        report.figure("stt.all-processors.audio", LongCall.seconds(call), "s");
        report.figure("stt.all-processors.bare", bare, "s");
        report.figure("stt.all-processors.bare-tuned", tuned, "s");
        faster(report, "whole", figure(ours, "seconds"), bare, tuned);
        faster(report, "whole-pauses", pauses, bare, tuned);
        report.figure("stt.progress-gap", figure(ours, "progress-gap"), "s", null, "≤ 2");
        report.figure("stt.drift", figure(ours, "drift"), "s", null, "≤ 0.05");
    }

    private static void faster(Report report, String name, double took, double bare, double tuned) {
        String ratio = Report.ratio(bare, took, "as fast as bare") + ", " + Report.ratio(tuned, took, "as tuned");
        report.figure("stt.all-processors." + name, took, "s", ratio, "≥ 1.85 on 2");
    }

    static Map<String, Double> arm(List<String> before, String arm, Path home, Path call, Object last)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(before);
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(JAVA_OPTIONS);
        command.addAll(List.of(
                "-Dlogback.configurationFile=bench-logback.xml",
                "-jar",
                System.getProperty("java.class.path"),
                SttArm.ARGUMENT,
                arm,
                home.toString(),
                call.toString(),
                last.toString()));
        Path words = home.resolve(arm + ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(words.toFile());
        if (arm.equals("bare-tuned")) {
            builder.environment().put("GLIBC_TUNABLES", ALLOCATION);
        }
        Process process = builder.start();
        Map<String, Double> figures = new LinkedHashMap<>();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.matches("[a-z.0-9-]+=[0-9.]+")) {
                    String[] figure = line.split("=");
                    figures.put(figure[0], Double.parseDouble(figure[1]));
                }
            }
            if (process.waitFor() != 0) {
                throw new IOException("Transcription (" + arm + ") failed:\n" + Files.readString(words));
            }
        } finally {
            process.destroyForcibly();
        }
        return figures;
    }

    static double figure(Map<String, Double> figures, String name) {
        return Objects.requireNonNull(figures.get(name), name + " was not measured");
    }

    /** The front of a command line that keeps it to one processor. */
    static List<String> pinned() throws IOException {
        return List.of("taskset", "-c", firstProcessor());
    }

    /** Of those that this process may run on: in a container these need not begin with the machine's first. */
    private static String firstProcessor() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> line.replaceAll("^\\D*(\\d+).*", "$1"))
                .findFirst()
                .orElse("0");
    }
}
