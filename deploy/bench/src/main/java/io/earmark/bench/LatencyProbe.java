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

/** Times single steps, each on an idle machine. All in milliseconds. */
final class LatencyProbe implements AutoCloseable {

    private final EarmarkEngine engine;
    private final ApiClient api;
    private final RawBroker.RoundTrips trips;
    private final Connection connection;
    private final PreparedStatement insert;

    LatencyProbe(EarmarkEngine engine, RawBroker raw, String url) throws Exception {
        this.engine = engine;
        this.api = new ApiClient(engine.port());
        this.trips = raw.roundTrips();
        this.connection = DriverManager.getConnection(url);
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table bench_row (id bigserial primary key, body text)");
        }
        this.insert = connection.prepareStatement("insert into bench_row (body) values ('a job')");
    }

    record Samples(List<Double> trips, List<Double> inserts, List<Double> submissions, List<Double> handovers) {

        /** What cannot be had for less: one message through the broker and one row, medians both. */
        double base() {
            return Statistics.median(trips) + Statistics.median(inserts);
        }
    }

    /** One of each in turn, so that all of them have the machine's good and bad moments, and none comes right after its like. */
    Samples take(int number) throws Exception {
        Samples all = new Samples(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < number; i++) {
            all.trips().add(trips.next());
            settle();
            all.inserts().add(insert());
            settle();
            all.submissions().add(submission());
            settle();
            all.handovers().add(handover());
            settle();
        }
        return all;
    }

    /** One row, committed. */
    private double insert() throws SQLException {
        long begun = System.nanoTime();
        insert.executeUpdate();
        return since(begun, System.nanoTime());
    }

    /** From the 202 to the handler; one that began before its 202 arrived has taken no time. */
    double submission() throws Exception {
        CountingHandler speak = engine.handler(JobKind.SPEAK);
        JobId job = api.speak("Hello.");
        long answered = System.nanoTime();
        speak.await(() -> speak.begunAt(job) != null);
        Long begun = speak.begunAt(job);
        return Math.max(0, since(answered, begun == null ? answered : begun));
    }

    private double handover() {
        CountingHandler coach = engine.handler(JobKind.COACH);
        long before = coach.handled();
        JobId transcription = engine.enqueue(JobKind.TRANSCRIBE).id();
        coach.await(() -> coach.handled() > before);
        Long ended = engine.begunAt(JobKind.TRANSCRIBE, transcription);
        return since(ended == null ? coach.lastBegun() : ended, coach.lastBegun());
    }

    /** Until the last one's result is written; what came before may have left nothing, and rests as long all the same. */
    private void settle() {
        Benchmark.await(() -> engine.unfinished() == 0);
    }

    private static double since(long begun, long ended) {
        return (ended - begun) / 1e6;
    }

    @Override
    public void close() throws Exception {
        insert.close();
        connection.close();
        trips.close();
    }
}
