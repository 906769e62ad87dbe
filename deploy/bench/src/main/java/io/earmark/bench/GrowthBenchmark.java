package io.earmark.bench;

import io.earmark.job.Job;
import io.earmark.job.JobKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What changes when a hundred times as many jobs wait. */
final class GrowthBenchmark implements Benchmark {

    private static final int THREADS = 4;
    private static final String GOAL = "≤ 1.2";

    /** Blocks of 8 kB that PostgreSQL looked at to answer a statement, on the average. */
    private static final String BLOCKS = """
            select sum(shared_blks_hit + shared_blks_read) / sum(calls) from pg_stat_statements
            where dbid = (select oid from pg_database where datname = current_database()) and query ~ :query
            """;

    private static final String POSITION = "^with mine as materialized";
    private static final String LIST = "^select \\* from job where tenant .* limit";

    /** @param blocks of the statement that a question takes longest for */
    private record Question(List<Double> millis, double blocks) {}

    private record Seen(double jobsPerSecond, double cpuMicros, Question poll, Question list) {}

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
            engine.jdbc().sql("create extension pg_stat_statements").update();
            // To warm up.
            measure(servers, api, engine, few, worked);
            Seen before = measure(servers, api, engine, few, worked);
            Seen after = measure(servers, api, engine, many, worked);
            report.figure("growth.waiting", many, "jobs", few + " before", null);
            tell("growth.throughput", after.jobsPerSecond(), before.jobsPerSecond(), "jobs/s", "≥ 0.83", report);
            tell("growth.database-cpu-per-job", after.cpuMicros(), before.cpuMicros(), "µs", GOAL, report);
            tell("growth.poll", after.poll(), before.poll(), report);
            tell("growth.list", after.list(), before.list(), report);
        }
    }

    private static void tell(String figure, double after, double before, String unit, String goal, Report report) {
        report.figure(figure, after, unit, Report.ratio(after, before, "with few"), goal);
    }

    private static void tell(String figure, Question after, Question before, Report report) {
        for (int percent : new int[] {50, 99}) {
            double fraction = percent / 100.0;
            tell(
                    figure + ".p" + percent,
                    Statistics.percentile(after.millis(), fraction),
                    Statistics.percentile(before.millis(), fraction),
                    "ms",
                    GOAL,
                    report);
        }
        tell(figure + ".blocks", after.blocks(), before.blocks(), "blocks", GOAL, report);
    }

    /** Always as many are worked off, beside those that wait. */
    private static Seen measure(Servers servers, ApiClient api, EarmarkEngine engine, int waiting, int worked)
            throws Exception {
        engine.stop();
        engine.clear();
        waiting(engine, waiting + worked);
        List<Double> polls = new ArrayList<>();
        List<Double> lists = new ArrayList<>();
        // Of all that wait: the first in line costs least.
        List<String> ids = engine.jdbc()
                .sql("select id from job order by random() limit 1000")
                .query(String.class)
                .list();
        engine.jdbc().sql("select pg_stat_statements_reset()").query().singleRow();
        for (String id : ids) {
            polls.add(millis(api, "/jobs/" + id));
            lists.add(millis(api, "/jobs?limit=50"));
        }
        Question poll = new Question(polls, blocks(engine, POSITION));
        Question list = new Question(lists, blocks(engine, LIST));
        Duration cpu = servers.databaseCpu();
        long before = engine.handled();
        long begun = System.nanoTime();
        engine.start();
        Benchmark.await(() -> engine.handled() >= before + worked);
        double seconds = (System.nanoTime() - begun) / 1e9;
        double micros = servers.databaseCpu().minus(cpu).toNanos() / 1e3 / worked;
        engine.stop();
        return new Seen(worked / seconds, micros, poll, list);
    }

    private static double blocks(EarmarkEngine engine, String query) {
        return engine.jdbc()
                .sql(BLOCKS)
                .param("query", query)
                .query(Double.class)
                .single();
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
}
