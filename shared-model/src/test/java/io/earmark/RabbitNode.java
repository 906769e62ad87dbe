package io.earmark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.util.FileSystemUtils;

/**
 * A RabbitMQ of one test's own, from the installed server: ports, a home of its own, the guest user. It may be
 * stopped, killed, wiped and started again at the same address. Nothing of the machine's own server is touched.
 */
public final class RabbitNode implements AutoCloseable {

    static final Path INSTALLED = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
    private static final long STOP_SECONDS = 20;

    private final Path home;
    private final int port;
    private final Map<String, String> environment;
    private final Process names;
    private @Nullable Process node;

    private RabbitNode(List<String> settings) throws IOException {
        this.home = Files.createTempDirectory("earmark-rabbit-");
        this.port = Ports.reserve();
        int epmd = Ports.reserve();
        Path plugins = Files.writeString(home.resolve("enabled_plugins"), "[].\n");
        Path conf = Files.writeString(
                home.resolve("rabbitmq.conf"),
                "listeners.tcp.1 = 127.0.0.1:" + port + "\n" + String.join("\n", settings) + "\n");
        this.environment = Map.ofEntries(
                Map.entry("HOME", home.toString()),
                Map.entry("ERL_EPMD_PORT", Integer.toString(epmd)),
                Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
                Map.entry("RABBITMQ_CONF_ENV_FILE", home.resolve("none").toString()),
                Map.entry("RABBITMQ_CONFIG_FILE", conf.toString()),
                Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", plugins.toString()),
                Map.entry("RABBITMQ_NODENAME", "earmark@localhost"),
                Map.entry("RABBITMQ_DIST_PORT", Integer.toString(Ports.reserve())),
                Map.entry("RABBITMQ_MNESIA_BASE", home.resolve("mnesia").toString()),
                Map.entry("RABBITMQ_LOG_BASE", home.resolve("log").toString()),
                Map.entry("RABBITMQ_ALLOW_INPUT", "1"),
                // It looks for consumers that take too long every 5 s, not every minute.
                Map.entry(
                        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                        "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1} -rabbit channel_tick_interval 5000"));
        this.names = run(List.of("epmd", "-port", "" + epmd, "-address", "127.0.0.1"));
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /**
     * Started and ready.
     *
     * @param settings lines of {@code rabbitmq.conf}, such as {@code consumer_timeout = 60000}
     */
    public static RabbitNode running(String... settings) {
        if (!Files.isExecutable(INSTALLED)) {
            throw new IllegalStateException(
                    "This test needs a RabbitMQ of its own: run 'apt-get install rabbitmq-server'");
        }
        try {
            RabbitNode node = new RabbitNode(List.of(settings));
            node.start();
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException("RabbitMQ could not be started", e);
        }
    }

    /** As {@code amqp://user:password@host:port}; the same after each start. */
    public String uri() {
        return "amqp://guest:guest@127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** Again, with what its queues held when it was stopped. */
    public void start() throws IOException {
        Process started = run(List.of(INSTALLED.toString(), "-noinput"));
        node = started;
        awaitReady(started);
    }

    /** In good order. */
    public void stop() {
        Process running = node;
        if (running != null) {
            running.destroy();
            awaitEnd(running);
        }
    }

    /** As {@code kill -9}. */
    public void kill() {
        Process running = node;
        if (running != null) {
            running.destroyForcibly();
            awaitEnd(running);
        }
    }

    /** A fresh node at the same address: no queue, no message. Stops it first, and starts it again. */
    public void wipe() throws IOException {
        stop();
        FileSystemUtils.deleteRecursively(home.resolve("mnesia"));
        start();
    }

    @Override
    public void close() {
        stop();
        names.destroy();
    }

    private Process run(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(home.resolve("out").toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static void awaitEnd(Process process) {
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Tries to connect until the node answers, for a minute. */
    private void awaitReady(Process started) {
        Awaitility.await("RabbitMQ to answer; its output is in " + home.resolve("out"))
                .atMost(1, TimeUnit.MINUTES)
                .ignoreExceptions()
                // Another thread would wait for a class that is being initialised.
                .pollInSameThread()
                .failFast("RabbitMQ ended: see " + home.resolve("out"), () -> !started.isAlive())
                .until(this::answers);
    }

    private boolean answers() {
        CachingConnectionFactory connections = new CachingConnectionFactory();
        connections.setUri(uri());
        try {
            connections.createConnection().close();
            return true;
        } finally {
            connections.destroy();
        }
    }
}
