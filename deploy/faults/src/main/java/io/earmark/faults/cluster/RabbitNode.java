package io.earmark.faults.cluster;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.earmark.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.springframework.util.FileSystemUtils;

/** A RabbitMQ node of the run's own, which can be killed, started again, and emptied. */
public final class RabbitNode {

    private static final Path PROGRAM = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final RunDirectory run;
    private final Path home;
    private final int port;
    private final Map<String, String> environment;
    private Child node;

    private RabbitNode(RunDirectory run, Path home, int port, Map<String, String> environment) throws IOException {
        this.run = run;
        this.home = home;
        this.port = port;
        this.environment = environment;
        this.node = launch();
    }

    public static RabbitNode start(RunDirectory run) throws IOException, InterruptedException {
        if (!Files.isExecutable(PROGRAM)) {
            throw new IOException("There is no RabbitMQ: run 'apt-get install rabbitmq-server'.");
        }
        Path home = run.under("rabbit");
        int port = Ports.reserve();
        int names = Ports.reserve();
        Path plugins = Files.writeString(home.resolve("enabled_plugins"), "[].\n");
        Path settings = Files.writeString(home.resolve("rabbitmq.conf"), "listeners.tcp.1 = 127.0.0.1:" + port + "\n");
        Map<String, String> environment = Map.ofEntries(
                Map.entry("HOME", home.toString()),
                Map.entry("ERL_EPMD_PORT", Integer.toString(names)),
                Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
                Map.entry("RABBITMQ_CONF_ENV_FILE", home.resolve("none").toString()),
                Map.entry("RABBITMQ_CONFIG_FILE", settings.toString()),
                Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", plugins.toString()),
                Map.entry("RABBITMQ_NODENAME", "earmark@localhost"),
                Map.entry("RABBITMQ_DIST_PORT", Integer.toString(Ports.reserve())),
                Map.entry("RABBITMQ_MNESIA_BASE", home.resolve("mnesia").toString()),
                Map.entry("RABBITMQ_LOG_BASE", home.resolve("log").toString()),
                // The process that is started is then the node itself, and not a shell around it.
                Map.entry("RABBITMQ_ALLOW_INPUT", "1"),
                Map.entry(
                        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                        "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}"));
        Child.start(run, "epmd", List.of("epmd", "-port", "" + names, "-address", "127.0.0.1"), environment);
        RabbitNode broker = new RabbitNode(run, home, port, environment);
        broker.awaitReady();
        return broker;
    }

    private Child launch() throws IOException {
        return Child.start(run, "rabbitmq", List.of(PROGRAM.toString(), "-noinput"), environment);
    }

    public int port() {
        return port;
    }

    public void kill() throws InterruptedException {
        node.kill();
    }

    /** An orderly shutdown. */
    public void stop() throws IOException, InterruptedException {
        node.signal("TERM");
        if (!node.awaitEnd(Duration.ofSeconds(20))) {
            node.kill();
        }
    }

    public void pause() throws IOException {
        node.signal("STOP");
    }

    public void resume() throws IOException {
        node.signal("CONT");
    }

    /** What it knew is gone: exchange, queues, messages. Only while it is down. */
    public void wipe() throws IOException {
        FileSystemUtils.deleteRecursively(home.resolve("mnesia"));
    }

    public void restart() throws IOException, InterruptedException {
        node = launch();
        awaitReady();
    }

    /** What is done on a channel of the driver's own. */
    public interface Use<T> {
        T on(Channel channel) throws IOException;
    }

    public <T> T use(Use<T> use) throws IOException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port);
        factory.setAutomaticRecoveryEnabled(false);
        factory.setConnectionTimeout(5_000);
        try (Connection connection = factory.newConnection("faults");
                Channel channel = connection.createChannel()) {
            return use.on(channel);
        } catch (TimeoutException e) {
            throw new IOException(e);
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                boolean open = use(Channel::isOpen);
                if (open) {
                    return;
                }
            } catch (IOException e) {
                if (System.nanoTime() > deadline || !node.isAlive()) {
                    throw new IOException(
                            "RabbitMQ does not answer; its words are in "
                                    + run.path().resolve("log/rabbitmq.log") + " and " + home.resolve("log"),
                            e);
                }
            }
            Thread.sleep(200);
        }
    }
}
