package io.earmark.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.util.concurrent.atomic.AtomicLong;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * JobRunr, the open source edition, on its PostgreSQL storage, without dashboard. The shortest poll that it allows is
 * 5 s; a worker that is free asks for more without waiting for it.
 */
final class JobRunrEngine implements Engine {

    /** What JobRunr calls; it wants a public class. */
    public static final class NoOp {

        private static final AtomicLong HANDLED = new AtomicLong();

        public void run() {
            HANDLED.incrementAndGet();
        }
    }

    private final HikariDataSource source;
    private final JdbcClient jdbc;
    private final StorageProvider storage;
    private final JobScheduler scheduler;
    private final int threads;
    private final JacksonJsonMapper json = new JacksonJsonMapper();
    private BackgroundJobServer server;

    JobRunrEngine(String url, int threads) {
        this.threads = threads;
        this.source = Pools.of(url, threads);
        this.jdbc = JdbcClient.create(source);
        this.storage = SqlStorageProviderFactory.using(source);
        this.scheduler = JobRunr.configure()
                .useJsonMapper(json)
                .useStorageProvider(storage)
                .initialize()
                .getJobScheduler();
        this.server = server();
    }

    private BackgroundJobServer server() {
        JobActivator activator = new JobActivator() {
            @Override
            public <T> T activateJob(Class<T> type) {
                return type.cast(new NoOp());
            }
        };
        return new BackgroundJobServer(
                storage,
                json,
                activator,
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andWorkerCount(threads)
                        .andPollIntervalInSeconds(5));
    }

    @Override
    public String name() {
        return "JobRunr";
    }

    @Override
    public void enqueue() {
        scheduler.<NoOp>enqueue(job -> job.run());
    }

    @Override
    public void start() {
        server.start();
    }

    @Override
    public void stop() {
        server.stop();
        server = server();
    }

    @Override
    public long handled() {
        return NoOp.HANDLED.get();
    }

    @Override
    public long unfinished() {
        return jdbc.sql("select count(*) from jobrunr_jobs where state <> 'SUCCEEDED'")
                .query(Long.class)
                .single();
    }

    @Override
    public void clear() {
        jdbc.sql("truncate jobrunr_jobs").update();
    }

    @Override
    public void close() {
        storage.close();
        source.close();
    }
}
