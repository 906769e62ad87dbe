package io.earmark.work;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;

/** A worker as it is deployed, with the settings that all workers share, and handlers of the test's own. */
public final class TestWorker implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private TestWorker(ConfigurableApplicationContext context) {
        this.context = context;
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(WorkRuntime.class)
    static class Application {}

    /**
     * Heartbeat and lease are short; {@code settings} such as {@code earmark.work.shutdown=1s} come on top.
     *
     * @param database  its URL, with user and password
     * @param directory for blobs and scratch
     */
    public static TestWorker start(
            String database, String broker, Path directory, List<? extends JobHandler> handlers, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.config.import=classpath:earmark-worker.yml",
                "--spring.main.banner-mode=off",
                "--spring.datasource.url=" + database,
                "--spring.datasource.username=" + parameter(database, "user"),
                "--spring.datasource.password=" + parameter(database, "password"),
                "--spring.rabbitmq.addresses=" + broker,
                "--earmark.blobs.directory=" + directory.resolve("blobs"),
                "--earmark.work.scratch=" + directory.resolve("scratch"),
                "--earmark.work.heartbeat=200ms",
                "--earmark.retry.base=1ms"));
        for (String setting : settings) {
            arguments.add("--" + setting);
        }
        ApplicationContextInitializer<GenericApplicationContext> withHandlers = context -> {
            for (int i = 0; i < handlers.size(); i++) {
                JobHandler handler = handlers.get(i);
                context.registerBean("handler" + i, JobHandler.class, () -> handler);
            }
        };
        return new TestWorker(new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .initializers(withHandlers)
                .registerShutdownHook(false)
                .run(arguments.toArray(String[]::new)));
    }

    static String parameter(String url, String name) {
        Matcher found = Pattern.compile("[?&]" + name + "=([^&]*)").matcher(url);
        return found.find() ? found.group(1) : "";
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** @param path such as {@code readiness} */
    public Status health(String path) {
        var health = bean(HealthEndpoint.class).healthForPath(path);
        return health == null ? Status.UNKNOWN : health.getStatus();
    }

    /** Of all counters of that name, whatever their tags. */
    public double count(String counter) {
        return bean(MeterRegistry.class).find(counter).counters().stream()
                .mapToDouble(found -> found.count())
                .sum();
    }

    /** Attempts that ended, with that outcome or, where it is empty, any. */
    public long ended(String outcome) {
        return bean(MeterRegistry.class).find("earmark.job.run").timers().stream()
                .filter(timer ->
                        outcome.isEmpty() || outcome.equals(timer.getId().getTag("outcome")))
                .mapToLong(timer -> timer.count())
                .sum();
    }

    /** An outcome is counted a moment after it can be seen in the database. */
    public void awaitEnded(String outcome, long attempts) {
        Awaitility.await(attempts + " " + outcome)
                .atMost(30, TimeUnit.SECONDS)
                .until(() -> ended(outcome), counted -> counted == attempts);
    }

    /** As SIGTERM does. */
    @Override
    public void close() {
        context.close();
    }
}
