package io.earmark.bench;

import io.earmark.job.JobKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * So many jobs, a few at a time as in life, and what the tables then hold that is not theirs any more. Then retention
 * removes them all, PostgreSQL clears up behind it twice, as it does by itself each minute, and as many come again: they should
 * find room where the first ones were.
 */
final class BloatBenchmark implements Benchmark {

    private static final int THREADS = 4;
    private static final int AT_A_TIME = 1_000;
    private static final int JOBS = 20_000;
    private static final int JOBS_OF_BRIEF = 2_000;
    private static final String GOAL = "≤ 1.2";
    private static final List<String> TABLES = List.of("job", "attempt", "result", "outbox");

    /** Of one table. @param hot updates that wrote no index, of all updates */
    private record Table(double kilobytes, double indexKilobytes, double deadPercent, double hotPercent) {

        double wholeKilobytes() {
            return kilobytes + indexKilobytes;
        }
    }

    private static final String LOOK = """
            select pg_table_size(relid) / 1024 as kilobytes, pg_indexes_size(relid) / 1024 as index_kilobytes,
                   (pgstattuple(relid)).dead_tuple_percent as dead_percent,
                   coalesce(100.0 * n_tup_hot_upd / nullif(n_tup_upd, 0), 100) as hot_percent
            from pg_stat_user_tables where relname = :table
            """;

    private final @Nullable Integer asked;

    /** @param jobs null for the usual number */
    BloatBenchmark(@Nullable Integer jobs) {
        this.asked = jobs;
    }

    @Override
    public String name() {
        return "bloat";
    }

    @Override
    public void run(Servers servers, boolean brief, Report report) throws Exception {
        int jobs = asked != null ? asked : brief ? JOBS_OF_BRIEF : JOBS;
        try (EarmarkEngine engine = new EarmarkEngine(servers, servers.newDatabase("bloat"), THREADS)) {
            engine.jdbc().sql("create extension pgstattuple").update();
            report.figure("bloat.jobs", jobs, "jobs");
            report.figure("bloat.throughput", jobs / work(engine, jobs, report), "jobs/s, inserted meanwhile");
            Map<String, Table> first = look(engine);
            first.forEach((name, table) -> tell(name, table, report));
            report.figure("bloat.retention", jobs / retention(engine), "jobs/s");
            // The first empties pages of indexes, the next lets them be used again.
            engine.jdbc().sql("vacuum analyze job, attempt, result, outbox").update();
            engine.jdbc().sql("vacuum job, attempt, result, outbox").update();
            report.figure("bloat.refilled.throughput", jobs / work(engine, jobs, report), "jobs/s, inserted meanwhile");
            look(engine)
                    .forEach((name, table) -> report.figure(
                            "bloat.refilled." + name + ".kilobytes",
                            table.wholeKilobytes(),
                            "kB",
                            Report.ratio(table.wholeKilobytes(), whole(first, name), "filled once"),
                            GOAL));
        }
    }

    private static double whole(Map<String, Table> tables, String name) {
        Table table = tables.get(name);
        return table == null ? 0 : table.wholeKilobytes();
    }

    private static void tell(String name, Table table, Report report) {
        report.figure("bloat." + name + ".kilobytes", table.kilobytes(), "kB");
        report.figure("bloat." + name + ".index-kilobytes", table.indexKilobytes(), "kB");
        report.figure("bloat." + name + ".dead", table.deadPercent(), "% of the table");
        report.figure("bloat." + name + ".hot", table.hotPercent(), "% of updates wrote no index");
    }

    /** Always so many wait that workers need not. In seconds. */
    private static double work(EarmarkEngine engine, int jobs, Report report) throws Exception {
        engine.start();
        long begun = System.nanoTime();
        long before = engine.handled();
        try (Inserters inserters = new Inserters()) {
            for (int inserted = 0; inserted < jobs; inserted += AT_A_TIME) {
                inserters.insert(engine, AT_A_TIME);
                long most = before + inserted;
                Benchmark.await(() -> engine.handled() >= most);
                if (inserted > 0 && inserted % (100 * AT_A_TIME) == 0) {
                    report.progress("%d jobs after %.0f s", inserted, (System.nanoTime() - begun) / 1e9);
                }
            }
            Benchmark.await(() -> engine.handled() >= before + jobs);
            Benchmark.await(() -> engine.unfinished() == 0);
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        engine.stop();
        engine.handler(JobKind.SPEAK).forget();
        return seconds;
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

    private static Map<String, Table> look(EarmarkEngine engine) {
        Map<String, Table> tables = new LinkedHashMap<>();
        for (String name : TABLES) {
            tables.put(
                    name,
                    engine.jdbc()
                            .sql(LOOK)
                            .param("table", name)
                            .query(Table.class)
                            .single());
        }
        return tables;
    }
}
