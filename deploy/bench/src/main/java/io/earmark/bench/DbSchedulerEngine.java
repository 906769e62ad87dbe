package io.earmark.bench;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * db-scheduler. Its table and indexes are those of its documentation. Lock-and-fetch with the limits that the
 * documentation gives for high throughput (1 and 4 times the threads), fetch with its defaults (0.5 and 3); a poll each
 * 50 ms instead of each 10 s, which costs nothing where jobs wait.
 */
final class DbSchedulerEngine implements Engine {

    private static final String TABLE = """
            create table if not exists scheduled_tasks (
                task_name text not null,
                task_instance text not null,
                task_data bytea,
                execution_time timestamp with time zone not null,
                picked boolean not null,
                picked_by text,
                last_success timestamp with time zone,
                last_failure timestamp with time zone,
                consecutive_failures int,
                last_heartbeat timestamp with time zone,
                version bigint not null,
                priority smallint,
                primary key (task_name, task_instance)
            );
            create index if not exists execution_time_idx on scheduled_tasks (execution_time);
            create index if not exists last_heartbeat_idx on scheduled_tasks (last_heartbeat);
            create index if not exists priority_execution_time_idx on scheduled_tasks (priority desc, execution_time asc);
            """;

    private final boolean lockAndFetch;
    private final HikariDataSource source;
    private final JdbcClient jdbc;
    private final AtomicLong handled = new AtomicLong();
    private final OneTimeTask<Void> task =
            Tasks.oneTime("no-op").execute((instance, context) -> handled.incrementAndGet());
    private final int threads;
    private Scheduler scheduler;

    DbSchedulerEngine(String url, int threads, boolean lockAndFetch) {
        this.lockAndFetch = lockAndFetch;
        this.threads = threads;
        this.source = Pools.of(url, threads);
        this.jdbc = JdbcClient.create(source);
        jdbc.sql(TABLE).update();
        this.scheduler = scheduler();
    }

    /** One that was stopped does not start again. */
    private Scheduler scheduler() {
        SchedulerBuilder builder = Scheduler.create(source, task)
                .threads(threads)
                .pollingInterval(Duration.ofMillis(50))
                .shutdownMaxWait(Duration.ofSeconds(1));
        return lockAndFetch ? builder.pollUsingLockAndFetch(1.0, 4.0).build() : builder.build();
    }

    @Override
    public String name() {
        return lockAndFetch ? "db-scheduler lock-and-fetch" : "db-scheduler fetch";
    }

    @Override
    public void enqueue() {
        scheduler.schedule(task.instance(UUID.randomUUID().toString()), Instant.EPOCH);
    }

    @Override
    public void start() {
        scheduler.start();
    }

    @Override
    public void stop() {
        scheduler.stop();
        scheduler = scheduler();
    }

    @Override
    public long handled() {
        return handled.get();
    }

    @Override
    public long unfinished() {
        return jdbc.sql("select count(*) from scheduled_tasks")
                .query(Long.class)
                .single();
    }

    @Override
    public void clear() {
        jdbc.sql("truncate scheduled_tasks").update();
    }

    @Override
    public void close() {
        source.close();
    }
}
