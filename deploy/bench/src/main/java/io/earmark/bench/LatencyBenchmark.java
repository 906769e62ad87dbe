package io.earmark.bench;

import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * From the moment that a client has its 202 to the moment that the handler begins; and from the end of one stage's handler
 * to the beginning of the next one's. Compared with what cannot be had for less: one message through the broker and one
 * row inserted. As many as are measured go before, while the code is compiled; they are told apart.
 */
final class LatencyBenchmark implements Benchmark {

    private static final int THREADS = 4;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public void run(Servers servers, boolean brief, Report report) throws Exception {
        int samples = brief ? 50 : 500;
        String url = servers.newDatabase("latency");
        try (EarmarkEngine engine = new EarmarkEngine(servers, url, THREADS);
                RawBroker raw = new RawBroker(servers.broker())) {
            ApiClient api = new ApiClient(engine.port());
            engine.start();
            List<Double> firstSubmissions = submissions(api, engine, samples);
            List<Double> firstHandovers = handovers(engine, samples);
            double base = base(raw, url, samples, report);
            tell("latency.idle-first", firstSubmissions, base, report);
            tell("latency.handover-first", firstHandovers, base, report);
            tell("latency.idle", submissions(api, engine, samples), base, report);
            tell("latency.handover", handovers(engine, samples), base, report);
            double capacity = capacity(engine, brief ? 400 : 4_000);
            report.figure("latency.capacity", capacity, "jobs/s");
            ScheduledExecutorService load = load(engine, capacity / 2);
            try {
                tell("latency.half-load", submissions(api, engine, samples), base, report);
            } finally {
                load.shutdownNow();
            }
        }
    }

    private static double base(RawBroker raw, String url, int samples, Report report) throws Exception {
        double trip = Statistics.median(raw.roundTrips(samples));
        double insert = Statistics.median(inserts(url, samples));
        report.figure("latency.broker-round-trip.p50", trip, "ms");
        report.figure("latency.insert.p50", insert, "ms");
        return trip + insert;
    }

    private static List<Double> inserts(String url, int samples) throws SQLException {
        List<Double> millis = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.createStatement().execute("create table bench_row (id bigserial primary key, body text)");
            try (PreparedStatement insert = connection.prepareStatement("insert into bench_row (body) values ('x')")) {
                for (int i = 0; i < samples; i++) {
                    long begun = System.nanoTime();
                    insert.executeUpdate();
                    millis.add(since(begun, System.nanoTime()));
                }
            }
        }
        return millis;
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

    /** One after another, as from a person. A handler that began before its 202 arrived has taken no time. */
    private static List<Double> submissions(ApiClient api, EarmarkEngine engine, int samples) throws Exception {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            JobId job = api.speak("Hello.");
            long answered = System.nanoTime();
            await(() -> engine.begunAt(JobKind.SPEAK, job) != null);
            Long begun = engine.begunAt(JobKind.SPEAK, job);
            millis.add(Math.max(0, since(answered, begun == null ? answered : begun)));
        }
        return millis;
    }

    private static List<Double> handovers(EarmarkEngine engine, int samples) {
        CountingHandler coach = engine.handler(JobKind.COACH);
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            long before = coach.handled();
            JobId transcription = engine.enqueue(JobKind.TRANSCRIBE).id();
            await(() -> coach.handled() > before);
            Long ended = engine.begunAt(JobKind.TRANSCRIBE, transcription);
            millis.add(since(ended == null ? coach.lastBegun() : ended, coach.lastBegun()));
        }
        return millis;
    }

    private static double capacity(EarmarkEngine engine, int jobs) {
        long before = engine.handled();
        engine.stop();
        for (int i = 0; i < jobs; i++) {
            engine.enqueue();
        }
        long begun = System.nanoTime();
        engine.start();
        await(() -> engine.handled() >= before + jobs);
        return jobs * 1_000 / since(begun, System.nanoTime());
    }

    private static ScheduledExecutorService load(EarmarkEngine engine, double jobsPerSecond) {
        ScheduledExecutorService load = Executors.newScheduledThreadPool(4);
        load.scheduleAtFixedRate(engine::enqueue, 0, (long) (1e9 / jobsPerSecond), TimeUnit.NANOSECONDS);
        return load;
    }

    private static double since(long begun, long ended) {
        return (ended - begun) / 1e6;
    }

    private static void await(java.util.concurrent.Callable<Boolean> done) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(done);
    }
}
