package io.earmark.bench;

import io.earmark.gateway.GatewayApplication;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures the job engine and transcription beside others. Prints a table, and as its last line the figures as JSON. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures the job engine beside others, on one private PostgreSQL and one private RabbitMQ;"
                + " and, without servers, transcription (stt) beside a bare loop over Vosk, and the speech models.")
final class Bench implements Callable<Integer> {

    @Parameters(
            paramLabel = "NAME",
            description =
                    "throughput, latency, growth, bloat, intake, load; all six by default. Or stt, memory, models")
    private @Nullable List<String> names;

    @Option(names = "--short", description = "a form of a minute or two, to see that all of it runs")
    private boolean brief;

    @Option(names = "--engine", paramLabel = "ENGINE", description = "of throughput, this engine alone")
    private @Nullable String engine;

    @Option(names = "--jobs", paramLabel = "N", description = "of bloat, so many jobs, twice; 20000 by default")
    private @Nullable Integer jobs;

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals(GatewayProcess.ARGUMENT)) {
            GatewayApplication.main(Arrays.copyOfRange(arguments, 1, arguments.length));
            return;
        }
        if (arguments.length > 0 && arguments[0].equals(SttArm.ARGUMENT)) {
            SttArm.run(Arrays.copyOfRange(arguments, 1, arguments.length));
            return;
        }
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        List<Benchmark> ofTheEngine = List.of(
                new ThroughputBenchmark(engine),
                new LatencyBenchmark(),
                new GrowthBenchmark(),
                new BloatBenchmark(jobs),
                new IntakeBenchmark(),
                new LoadBenchmark());
        List<Benchmark> all = Stream.concat(
                        ofTheEngine.stream(),
                        Stream.of(new SttBenchmark(), new MemoryBenchmark(), new ModelsBenchmark()))
                .toList();
        List<Benchmark> chosen = names == null
                ? ofTheEngine
                : names.stream().map(name -> named(name, all)).toList();
        Report report = new Report(System.out);
        try (Servers servers = Servers.open()) {
            for (Benchmark benchmark : chosen) {
                report.progress("%s", benchmark.name());
                benchmark.run(servers, brief, report);
            }
        }
        report.print();
        return 0;
    }

    private static Benchmark named(String name, List<Benchmark> all) {
        return all.stream()
                .filter(benchmark -> benchmark.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no benchmark '" + name + "': choose from "
                        + all.stream().map(Benchmark::name).toList() + "."));
    }
}
