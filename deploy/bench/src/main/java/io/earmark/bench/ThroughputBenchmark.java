package io.earmark.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that do nothing, through each engine in turn: inserted one by one by four threads, then worked off. Insertion and
 * working off are timed apart, so that no engine is charged for another's idea of when to poll: the second begins with
 * the first handler. Rounds alternate; the median counts.
 */
final class ThroughputBenchmark implements Benchmark {

    /** Rounds that do not count: the JIT compiler has every engine's code by then. */
    private static final int WARM_UPS = 2;

    private final @Nullable String only;

    /** @param only an engine's name, to measure it alone; null for all */
    ThroughputBenchmark(@Nullable String only) {
        this.only = only;
    }

    private record Rates(double insert, double work) {
        /** Of a job from its insertion to its end, were the two done one after the other. */
        double whole() {
            return 1 / (1 / insert + 1 / work);
        }
    }

    @Override
    public String name() {
        return "throughput";
    }

    @Override
    public void run(Servers servers, boolean brief, Report report) throws Exception {
        for (int threads : brief ? List.of(4) : List.of(4, 8)) {
            measure(servers, threads, brief ? 400 : 12_000, brief ? 1 : 3, report);
        }
    }

    private void measure(Servers servers, int threads, int jobs, int rounds, Report report) throws Exception {
        String database = "throughput_" + threads;
        String url = servers.newDatabase(database);
        // Ours first, because its tables want an empty database.
        List<Engine> all = List.of(
                new EarmarkEngine(servers, url, threads),
                new JobRunrEngine(url, threads),
                new DbSchedulerEngine(url, threads, false),
                new DbSchedulerEngine(url, threads, true));
        List<Engine> engines = all.stream()
                .filter(engine -> only == null || engine.name().equalsIgnoreCase(only))
                .toList();
        Map<String, List<Rates>> rates = new LinkedHashMap<>();
        List<Double> raw = new ArrayList<>();
        try (RawBroker broker = new RawBroker(servers.broker())) {
            all.get(0).stop();
            for (int round = 1 - WARM_UPS; round <= rounds; round++) {
                double loop = broker.loop(jobs, threads);
                if (round > 0) {
                    raw.add(loop);
                }
                for (Engine engine : engines) {
                    Rates measured = round(engine, jobs, url);
                    report.progress(
                            "%d threads, round %d, %s: %.0f inserted/s, %.0f worked off/s",
                            threads, round, engine.name(), measured.insert(), measured.work());
                    if (round > 0) {
                        rates.computeIfAbsent(engine.name(), name -> new ArrayList<>())
                                .add(measured);
                    }
                }
            }
        } finally {
            all.forEach(Engine::close);
        }
        tell(threads, rates, Statistics.median(raw), report);
    }

    private static Rates round(Engine engine, int jobs, String url) throws Exception {
        engine.clear();
        long before = engine.handled();
        long begun = System.nanoTime();
        try (Inserters inserters = new Inserters()) {
            inserters.insert(engine, jobs);
        }
        double insert = jobs / ((System.nanoTime() - begun) / 1e9);
        analyze(url);
        engine.start();
        Benchmark.await(() -> engine.handled() > before);
        begun = System.nanoTime();
        Benchmark.await(() -> engine.handled() >= before + jobs);
        Benchmark.await(() -> engine.unfinished() == 0);
        double work = jobs / ((System.nanoTime() - begun) / 1e9);
        engine.stop();
        return new Rates(insert, work);
    }

    /** PostgreSQL does it by itself each minute or so: whose turn that would be is not to be left to chance. */
    private static void analyze(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("analyze");
        }
    }

    private static void tell(int threads, Map<String, List<Rates>> rates, double raw, Report report) {
        Map<String, Rates> medians = new LinkedHashMap<>();
        rates.forEach((engine, all) -> medians.put(
                engine,
                new Rates(
                        Statistics.median(all.stream().map(Rates::insert).toList()),
                        Statistics.median(all.stream().map(Rates::work).toList()))));
        Rates ours = medians.getOrDefault("Earmark", medians.values().iterator().next());
        medians.forEach((engine, rate) -> {
            String figure = "throughput." + threads + "."
                    + engine.toLowerCase(Locale.ROOT).replace(' ', '-');
            boolean us = rate == ours;
            String goal = engine.equals("JobRunr") ? "≥ 2" : engine.endsWith("lock-and-fetch") ? "≥ 1" : null;
            report.figure(
                    figure + ".insert", rate.insert(), "jobs/s", us ? null : ours(ours.insert(), rate.insert()), null);
            report.figure(figure + ".work", rate.work(), "jobs/s", us ? null : ours(ours.work(), rate.work()), null);
            report.figure(figure, rate.whole(), "jobs/s", us ? null : ours(ours.whole(), rate.whole()), goal);
        });
        report.figure("throughput." + threads + ".broker", raw, "messages/s", ours(ours.work(), raw), null);
    }

    private static String ours(double ours, double other) {
        return String.format(Locale.ROOT, "ours is %.2f ×", ours / other);
    }
}
