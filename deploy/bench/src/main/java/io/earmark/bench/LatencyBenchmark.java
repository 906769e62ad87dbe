package io.earmark.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * From the moment that a client has its 202 to the moment that the handler begins; and from the end of one stage's handler
 * to the beginning of the next one's. Compared with what cannot be had for less: one message through the broker and one
 * row inserted. The first ones are told apart: they, and some more that are not told, go by while
 * the code is compiled.
 */
final class LatencyBenchmark implements Benchmark {

    private static final int THREADS = 4;
    /** So many times as many as are measured go by before. */
    private static final int WARM_UPS = 3;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public void run(Servers servers, boolean brief, Report report) throws Exception {
        int samples = brief ? 50 : 500;
        String url = servers.newDatabase("latency");
        try (EarmarkEngine engine = new EarmarkEngine(servers, url, THREADS);
                RawBroker raw = new RawBroker(servers.broker());
                LatencyProbe probe = new LatencyProbe(engine, raw, url)) {
            engine.start();
            LatencyProbe.Samples first = probe.take(samples);
            probe.take((brief ? 0 : WARM_UPS - 1) * samples);
            LatencyProbe.Samples then = probe.take(samples);
            report.figure("latency.broker-round-trip.p50", Statistics.median(then.trips()), "ms");
            report.figure("latency.insert.p50", Statistics.median(then.inserts()), "ms");
            tell("latency.idle-first", first.submissions(), first.base(), report);
            tell("latency.handover-first", first.handovers(), first.base(), report);
            tell("latency.idle", then.submissions(), then.base(), report);
            tell("latency.handover", then.handovers(), then.base(), report);
            double capacity = capacity(engine, brief ? 400 : 4_000);
            report.figure("latency.capacity", capacity, "jobs/s");
            tell("latency.half-load", atLoad(engine, probe, capacity / 2, samples), then.base(), report);
        }
    }

    private static List<Double> atLoad(EarmarkEngine engine, LatencyProbe probe, double jobsPerSecond, int samples)
            throws Exception {
        ScheduledExecutorService load = Executors.newScheduledThreadPool(4);
        load.scheduleAtFixedRate(engine::enqueue, 0, (long) (1e9 / jobsPerSecond), TimeUnit.NANOSECONDS);
        try {
            List<Double> millis = new ArrayList<>();
            for (int i = 0; i < samples; i++) {
                millis.add(probe.submission());
            }
            return millis;
        } finally {
            load.shutdownNow();
        }
    }

    private static void tell(String figure, List<Double> millis, double base, Report report) {
        double median = Statistics.median(millis);
        report.figure(
                figure + ".p50",
                median,
                "ms",
                Report.ratio(median, base, "round trip + insert"),
                Set.of("latency.idle", "latency.handover").contains(figure) ? "≤ 3" : null);
        report.figure(figure + ".p99", Statistics.percentile(millis, 0.99), "ms");
    }

    private static double capacity(EarmarkEngine engine, int jobs) {
        long before = engine.handled();
        engine.stop();
        for (int i = 0; i < jobs; i++) {
            engine.enqueue();
        }
        long begun = System.nanoTime();
        engine.start();
        Benchmark.await(() -> engine.handled() >= before + jobs);
        return jobs * 1e9 / (System.nanoTime() - begun);
    }
}
