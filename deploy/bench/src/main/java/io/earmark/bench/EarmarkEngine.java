package io.earmark.bench;

import io.earmark.gateway.GatewayApplication;
import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.store.Jobs;
import io.earmark.store.Retention;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.Lifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Ours: the gateway and a worker, whole, as two contexts of this process. Settings are the defaults where none is named. */
final class EarmarkEngine implements Engine {

    static final String KEY = "a-key-of-the-benchmark-of-32-characters";

    private static final String TENANT = "default";
    private static final int ATTEMPTS = 3;
    /** As {@code earmark.retention.batch}. */
    private static final int REMOVED_AT_A_TIME = 500;

    private final ConfigurableApplicationContext gateway;
    private final ConfigurableApplicationContext worker;
    private final Jobs jobs;
    private final JdbcClient jdbc;
    private final Clock clock;

    EarmarkEngine(Servers servers, String url, int threads) throws IOException {
        Path blobs = servers.directory("blobs");
        this.gateway = application(
                GatewayApplication.class,
                WebApplicationType.SERVLET,
                servers,
                url,
                blobs,
                List.of("server.port=0", "earmark.access.bootstrap-key=" + KEY));
        this.worker = application(
                BenchWorker.class,
                WebApplicationType.NONE,
                servers,
                url,
                blobs,
                List.of(
                        "spring.config.import=classpath:earmark-worker.yml",
                        "spring.datasource.hikari.maximum-pool-size=" + (threads + 2),
                        "earmark.work.prefetch=" + Integer.getInteger("bench.prefetch", 1),
                        "earmark.work.concurrency=" + threads));
        this.jobs = gateway.getBean(Jobs.class);
        this.jdbc = gateway.getBean(JdbcClient.class);
        this.clock = gateway.getBean(Clock.class);
    }

    private static ConfigurableApplicationContext application(
            Class<?> main, WebApplicationType type, Servers servers, String url, Path blobs, List<String> more)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "spring.main.banner-mode=off",
                "logging.config=classpath:bench-logback.xml",
                "spring.datasource.url=" + url,
                "spring.datasource.username=" + servers.user(),
                "spring.datasource.password=",
                "spring.rabbitmq.addresses=" + servers.broker(),
                "earmark.blobs.directory=" + blobs));
        arguments.addAll(more);
        return new SpringApplicationBuilder(main)
                .web(type)
                .run(arguments.stream().map(argument -> "--" + argument).toArray(String[]::new));
    }

    @Override
    public String name() {
        return "Earmark";
    }

    Job enqueue(JobKind kind) {
        Job job = Job.queued(kind, TENANT, null, "{}", ATTEMPTS, clock.instant());
        jobs.enqueue(job);
        return job;
    }

    @Override
    public void enqueue() {
        enqueue(JobKind.SPEAK);
    }

    @Override
    public void start() {
        gateway.getBean("relay", Lifecycle.class).start();
        worker.getBean("jobConsumers", Lifecycle.class).start();
    }

    /** The relay alone is stopped while others are measured; idle consumers cost nothing. */
    @Override
    public void stop() {
        gateway.getBean("relay", Lifecycle.class).stop();
    }

    CountingHandler handler(JobKind kind) {
        return worker.getBean(kind.label(), CountingHandler.class);
    }

    @Nullable
    Long begunAt(JobKind kind, JobId id) {
        return handler(kind).begunAt(id);
    }

    @Override
    public long handled() {
        return handler(JobKind.SPEAK).handled();
    }

    @Override
    public long unfinished() {
        return jdbc.sql("select count(*) from job where state <> 'SUCCEEDED'")
                .query(Long.class)
                .single();
    }

    int port() {
        return Integer.parseInt(gateway.getEnvironment().getRequiredProperty("local.server.port"));
    }

    /** What retention removes at a time, of jobs that have ended. @return whether there may be more */
    boolean removeSome() {
        return gateway.getBean(Retention.class).removeJobs(clock.instant().plusSeconds(1), REMOVED_AT_A_TIME)
                == REMOVED_AT_A_TIME;
    }

    AmqpAdmin broker() {
        return gateway.getBean(AmqpAdmin.class);
    }

    JdbcClient jdbc() {
        return jdbc;
    }

    @Override
    public void clear() {
        jdbc.sql("truncate job, outbox, attempt, result cascade").update();
        handler(JobKind.SPEAK).forget();
    }

    @Override
    public void close() {
        worker.close();
        gateway.close();
    }
}
