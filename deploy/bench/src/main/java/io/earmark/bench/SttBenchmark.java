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

/**
 * Transcription, whole, beside a bare loop of one thread over Vosk, on the same audio and model: on one processor without
 * cuts, and on all of them with cuts; then the memory over many recordings in a row. Each side is a process of its own.
 */
final class SttBenchmark implements Benchmark {

    private static final String SAMPLE = "/samples/5-call-price-stereo.wav";
    private static final int SOAK_SECONDS = 12;

    @Override
    public String name() {
        return "stt";
    }

    @Override
    public void run(Servers servers, boolean brief, Report report) throws Exception {
        Path home = servers.directory("stt");
        Path sample = home.resolve("sample.wav");
        try (InputStream in = Objects.requireNonNull(SttBenchmark.class.getResourceAsStream(SAMPLE))) {
            Files.copy(in, sample);
        }
        Path shorter = home.resolve("short.wav");
        LongCall.write(sample, shorter, brief ? 60 : 1_200);
        Path longer = home.resolve("long.wav");
        LongCall.write(sample, longer, brief ? 120 : 7_200);
        oneProcessor(home, sample, shorter, brief ? 1 : 5, report);
        allProcessors(home, sample, longer, shorter, report);
        soak(home, sample, brief ? 10 : 1_000, report);
    }

    private static void oneProcessor(Path home, Path sample, Path call, int rounds, Report report) throws Exception {
        List<String> pinned = pinned();
        List<Double> bare = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        List<Double> vosk = new ArrayList<>();
        List<Double> worker = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            double base = figure(arm(pinned, "bare", home, call, sample), "seconds");
            Map<String, Double> whole = arm(pinned, "uncut", home, call, sample);
            double took = figure(whole, "seconds");
            bare.add(base);
            ours.add(took);
            // Of neighbours: the machine's own speed may change from one minute to the next.
            ratios.add(took / base);
            vosk.add(figure(whole, "cpu.vosk"));
            worker.add(figure(whole, "cpu.worker"));
        }
        report.figure("stt.one-processor.audio", LongCall.seconds(call), "s");
        report.figure("stt.one-processor.bare", Statistics.median(bare), "s");
        report.figure(
                "stt.one-processor.whole",
                Statistics.median(ours),
                "s",
                Report.ratio(Statistics.median(ratios), 1, "bare"),
                "≤ 1.03");
        report.figure("stt.one-processor.cpu.vosk", Statistics.median(vosk), "s");
        report.figure("stt.one-processor.cpu.worker", Statistics.median(worker), "s");
    }

    private static void allProcessors(Path home, Path sample, Path call, Path shorter, Report report) throws Exception {
        double before = figure(arm(List.of(), "bare", home, call, sample), "seconds");
        Map<String, Double> ours = arm(List.of(), "cut", home, call, sample);
        double after = figure(arm(List.of(), "bare", home, call, sample), "seconds");
        double bare = (before + after) / 2;
        double took = figure(ours, "seconds");
        report.figure("stt.processors", Runtime.getRuntime().availableProcessors(), "");
        report.figure("stt.all-processors.audio", LongCall.seconds(call), "s");
        report.figure("stt.all-processors.bare", bare, "s");
        report.figure(
                "stt.all-processors.whole", took, "s", Report.ratio(bare, took, "as fast as bare"), "≥ 1.85 on 2");
        report.figure("stt.progress-gap", figure(ours, "progress-gap"), "s", null, "≤ 2");
        report.figure("stt.drift", figure(ours, "drift"), "s", null, "≤ 0.05");
        double memory = figure(ours, "memory");
        double less = figure(arm(List.of(), "cut", home, shorter, sample), "memory");
        report.figure("stt.memory.short", less, "MB");
        report.figure("stt.memory.long", memory, "MB", Report.ratio(memory, less, "short"), "1");
    }

    private static void soak(Path home, Path sample, int times, Report report) throws Exception {
        Path call = home.resolve("soak.wav");
        LongCall.write(sample, call, SOAK_SECONDS);
        Map<String, Double> curve = arm(List.of(), "soak", home, call, times);
        curve.forEach((at, megabytes) -> report.figure("stt.soak." + at, megabytes, "MB"));
    }

    static Map<String, Double> arm(List<String> before, String arm, Path home, Path call, Object last)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-Dlogback.configurationFile=bench-logback.xml",
                "-jar",
                System.getProperty("java.class.path"),
                SttArm.ARGUMENT,
                arm,
                home.toString(),
                call.toString(),
                last.toString()));
        Path words = home.resolve(arm + ".log");
        Process process =
                new ProcessBuilder(command).redirectError(words.toFile()).start();
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

    private static double figure(Map<String, Double> figures, String name) {
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
