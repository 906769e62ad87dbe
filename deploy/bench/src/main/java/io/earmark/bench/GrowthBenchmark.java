package io.earmark.bench;

import io.earmark.job.Job;
import io.earmark.job.JobKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What changes when a hundred times as many jobs wait; and how large the tables are when all are done. */
final class GrowthBenchmark implements Benchmark {

    private static final int THREADS = 4;
    private static final String GOAL = "≤ 1.2";
    private static final List<String> TABLES = List.of("job", "attempt", "result", "outbox");

    private record Seen(double jobsPerSecond, double cpuMicros, double pollMillis, double listMillis) {}

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public void run(Servers servers, boolean brief, Report report) throws Exception {
        int few = brief ? 500 : 1_000;
        int many = brief ? 5_000 : 100_000;
        int worked = brief ? 400 : 4_000;
        try (EarmarkEngine engine = new EarmarkEngine(servers, servers.newDatabase("growth"), THREADS)) {
            ApiClient api = new ApiClient(engine.port());
            engine.jdbc().sql("create extension pgstattuple").update();
            // To warm up.
            measure(servers, api, engine, few, worked);
            Seen before = measure(servers, api, engine, few, worked);
            Seen after = measure(servers, api, engine, many, worked);
            report.figure("growth.waiting", many, "jobs", few + " before", null);
            tell("growth.throughput", after.jobsPerSecond(), before.jobsPerSecond(), "jobs/s", "≥ 0.83", report);
            tell("growth.database-cpu-per-job", after.cpuMicros(), before.cpuMicros(), "µs", GOAL, report);
            tell("growth.poll.p99", after.pollMillis(), before.pollMillis(), "ms", GOAL, report);
            tell("growth.list.p99", after.listMillis(), before.listMillis(), "ms", GOAL, report);
            bloat(engine, brief ? 2_000 : 20_000, report);
        }
    }

    private static void tell(String figure, double after, double before, String unit, String goal, Report report) {
        report.figure(figure, after, unit, Report.ratio(after, before, "with few"), goal);
    }

    /** Always as many are worked off, beside those that wait. */
    private static Seen measure(Servers servers, ApiClient api, EarmarkEngine engine, int waiting, int worked)
            throws Exception {
        engine.stop();
        engine.clear();
        waiting(engine, waiting + worked);
        List<Double> polls = new ArrayList<>();
        List<Double> lists = new ArrayList<>();
        List<String> ids = engine.jdbc()
                .sql("select id from job limit 50")
                .query(String.class)
                .list();
        for (int i = 0; i < 400; i++) {
            polls.add(millis(api, "/jobs/" + ids.get(i % ids.size())));
            lists.add(millis(api, "/jobs?limit=50"));
        }
        Duration cpu = servers.databaseCpu();
        long before = engine.handled();
        long begun = System.nanoTime();
        engine.start();
        await(() -> engine.handled() >= before + worked);
        double seconds = (System.nanoTime() - begun) / 1e9;
        double micros = servers.databaseCpu().minus(cpu).toNanos() / 1e3 / worked;
        engine.stop();
        return new Seen(
                worked / seconds, micros, Statistics.percentile(polls, 0.99), Statistics.percentile(lists, 0.99));
    }

    private static double millis(ApiClient api, String path) throws Exception {
        long begun = System.nanoTime();
        api.get(path);
        return (System.nanoTime() - begun) / 1e6;
    }

    /** Copies of one job, made by the database itself. */
    private static void waiting(EarmarkEngine engine, int count) {
        Job first = engine.enqueue(JobKind.SPEAK);
        JdbcClient jdbc = engine.jdbc();
        jdbc.sql("""
                        insert into job (id, kind, state, tenant, priority, request, progress, attempts, max_attempts,
                                         created_at, not_before, cancel_requested, warnings)
                        select gen_random_uuid(), kind, state, tenant, priority, request, progress, attempts,
                               max_attempts, created_at + number * interval '1 microsecond', not_before, false, warnings
                        from job, generate_series(2, :count) as number where id = :id
                        """).param("count", count).param("id", first.id().value()).update();
        jdbc.sql("""
                        insert into outbox (job_id, kind, tenant, priority, due_at)
                        select id, kind, tenant, priority, not_before from job where id <> :id order by created_at
                        """).param("id", first.id().value()).update();
        jdbc.sql("analyze job, outbox").update();
    }

    /**
     * So many jobs, a few at a time as in life, and what the tables then hold that is not theirs any more. Then retention
     * removes them all, PostgreSQL clears up behind it as it does by itself each minute, and as many come again: they
     * should find room where the first ones were.
     */
    private static void bloat(EarmarkEngine engine, int jobs, Report report) {
        engine.stop();
        engine.clear();
        work(engine, jobs);
        report.figure("growth.bloat.jobs", jobs, "jobs");
        Map<String, Double> first = sizes(engine);
        for (String table : TABLES) {
            double dead = engine.jdbc()
                    .sql("select dead_tuple_percent from pgstattuple('" + table + "')")
                    .query(Double.class)
                    .single();
            report.figure("growth.bloat." + table + ".kilobytes", first.getOrDefault(table, 0.0), "kB");
            report.figure("growth.bloat." + table + ".dead", dead, "% of the table");
        }
        report.figure("growth.retention", jobs / retention(engine), "jobs/s");
        engine.jdbc().sql("vacuum analyze job, attempt, result, outbox").update();
        work(engine, jobs);
        sizes(engine)
                .forEach((table, size) -> report.figure(
                        "growth.refilled." + table + ".kilobytes",
                        size,
                        "kB",
                        Report.ratio(size, first.getOrDefault(table, 0.0), "filled once"),
                        GOAL));
    }

    private static void work(EarmarkEngine engine, int jobs) {
        engine.start();
        for (int done = 0; done < jobs; done += 1_000) {
            long before = engine.handled();
            for (int i = 0; i < 1_000; i++) {
                engine.enqueue();
            }
            await(() -> engine.handled() >= before + 1_000);
        }
        await(() -> engine.unfinished() == 0);
        engine.stop();
    }

    /** In seconds. */
    private static double retention(EarmarkEngine engine) {
        long begun = System.nanoTime();
        boolean more = true;
        while (more) {
            more = engine.removeSome();
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    private static Map<String, Double> sizes(EarmarkEngine engine) {
        Map<String, Double> sizes = new LinkedHashMap<>();
        for (String table : TABLES) {
            sizes.put(
                    table,
                    engine.jdbc()
                                    .sql("select pg_total_relation_size('" + table + "')")
                                    .query(Long.class)
                                    .single()
                            / 1_024.0);
        }
        return sizes;
    }

    private static void await(java.util.concurrent.Callable<Boolean> done) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(done);
    }
}
