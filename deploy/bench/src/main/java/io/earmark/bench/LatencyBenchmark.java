package io.earmark.bench;

import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * From the moment that a client has its 202 to the moment that the handler begins; and from the end of one stage's handler
 * to the beginning of the next one's. Compared with what cannot be had for less: one message through the broker and one
 * row inserted. A few of each in turn, so that all of them have the machine's good and bad moments. As many as are measured go
 * before, while the code is compiled; they are told apart.
 */
final class LatencyBenchmark implements Benchmark {

    private static final int THREADS = 4;
    private static final int IN_A_ROW = 50;

    /** Milliseconds. */
    private record Samples(List<Double> trips, List<Double> inserts, List<Double> submissions, List<Double> handovers) {

        static Samples none() {
            return new Samples(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        double base() {
            return Statistics.median(trips) + Statistics.median(inserts);
        }
    }

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public void run(Servers servers, boolean brief, Report report) throws Exception {
        int rounds = brief ? 1 : 10;
        String url = servers.newDatabase("latency");
        try (EarmarkEngine engine = new EarmarkEngine(servers, url, THREADS);
                RawBroker raw = new RawBroker(servers.broker());
                Inserts inserts = new Inserts(url)) {
            ApiClient api = new ApiClient(engine.port());
            engine.start();
            Samples first = samples(rounds, api, engine, raw, inserts);
            Samples then = samples(rounds, api, engine, raw, inserts);
            report.figure("latency.broker-round-trip.p50", Statistics.median(then.trips()), "ms");
            report.figure("latency.insert.p50", Statistics.median(then.inserts()), "ms");
            tell("latency.idle-first", first.submissions(), first.base(), report);
            tell("latency.handover-first", first.handovers(), first.base(), report);
            tell("latency.idle", then.submissions(), then.base(), report);
            tell("latency.handover", then.handovers(), then.base(), report);
            double capacity = capacity(engine, brief ? 400 : 4_000);
            report.figure("latency.capacity", capacity, "jobs/s");
            ScheduledExecutorService load = load(engine, capacity / 2);
            try {
                tell("latency.half-load", submissions(api, engine, rounds * IN_A_ROW, () -> {}), then.base(), report);
            } finally {
                load.shutdownNow();
            }
        }
    }

    private static Samples samples(int rounds, ApiClient api, EarmarkEngine engine, RawBroker raw, Inserts inserts)
            throws Exception {
        Samples all = Samples.none();
        for (int round = 0; round < rounds; round++) {
            all.trips().addAll(raw.roundTrips(IN_A_ROW));
            all.inserts().addAll(inserts.run(IN_A_ROW));
            all.submissions().addAll(submissions(api, engine, IN_A_ROW, () -> settle(engine)));
            all.handovers().addAll(handovers(engine, IN_A_ROW));
        }
        return all;
    }

    /** One row at a time, each committed by itself. */
    private static final class Inserts implements AutoCloseable {

        private final Connection connection;

        Inserts(String url) throws SQLException {
            this.connection = DriverManager.getConnection(url);
            try (Statement statement = connection.createStatement()) {
                statement.execute("create table bench_row (id bigserial primary key, body text)");
            }
        }

        List<Double> run(int rows) throws SQLException {
            List<Double> millis = new ArrayList<>();
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into bench_row (body) values ('a job')")) {
                for (int i = 0; i < rows; i++) {
                    long begun = System.nanoTime();
                    insert.executeUpdate();
                    millis.add(since(begun, System.nanoTime()));
                }
            }
            return millis;
        }

        @Override
        public void close() throws SQLException {
            connection.close();
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

    /** One after another, as from a person. A handler that began before its 202 arrived has taken no time. */
    private static List<Double> submissions(ApiClient api, EarmarkEngine engine, int samples, Runnable settle)
            throws Exception {
        CountingHandler speak = engine.handler(JobKind.SPEAK);
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            JobId job = api.speak("Hello.");
            long answered = System.nanoTime();
            speak.await(() -> speak.begunAt(job) != null);
            Long begun = speak.begunAt(job);
            millis.add(Math.max(0, since(answered, begun == null ? answered : begun)));
            settle.run();
        }
        return millis;
    }

    private static List<Double> handovers(EarmarkEngine engine, int samples) {
        CountingHandler coach = engine.handler(JobKind.COACH);
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            long before = coach.handled();
            JobId transcription = engine.enqueue(JobKind.TRANSCRIBE).id();
            coach.await(() -> coach.handled() > before);
            Long ended = engine.begunAt(JobKind.TRANSCRIBE, transcription);
            millis.add(since(ended == null ? coach.lastBegun() : ended, coach.lastBegun()));
            settle(engine);
        }
        return millis;
    }

    /** Until the last one's result is written: the next one is to find the machine idle. */
    private static void settle(EarmarkEngine engine) {
        Benchmark.await(() -> engine.unfinished() == 0);
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
}
