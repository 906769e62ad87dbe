package io.earmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.rabbitmq.RabbitMQContainer;

/**
 * A real RabbitMQ for tests, one for each JVM: the one that {@code EARMARK_TEST_AMQP_URI} names, else Testcontainers
 * where Docker answers, else a private node of the installed server.
 */
public final class Broker {

    private static final String ADDRESS = "EARMARK_TEST_AMQP_URI";
    private static final Path INSTALLED = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
    private static final String NONE =
            "No RabbitMQ for the tests: run 'apt-get install rabbitmq-server', start Docker, or set " + ADDRESS;

    private Broker() {}

    private static final class Server {
        static final String URI = start();

        private static String start() {
            String given = System.getenv(ADDRESS);
            if (given != null) {
                return given;
            }
            return DockerClientFactory.instance().isDockerAvailable() ? container() : installed();
        }

        @SuppressWarnings("resource") // Testcontainers ends it with the JVM
        private static String container() {
            RabbitMQContainer container = new RabbitMQContainer("rabbitmq:3.13");
            container.start();
            return container.getAmqpUrl();
        }

        private static String installed() {
            if (!Files.isExecutable(INSTALLED)) {
                throw new IllegalStateException(NONE);
            }
            try {
                return privateNode(Files.createTempDirectory("earmark-rabbit-"));
            } catch (IOException e) {
                throw new UncheckedIOException(NONE, e);
            }
        }

        /** Free ports, a home of its own, the guest user: nothing of the machine's own server is touched. */
        private static String privateNode(Path home) throws IOException {
            int amqp = freePort();
            int epmd = freePort();
            Path plugins = Files.writeString(home.resolve("enabled_plugins"), "[].\n");
            Path conf = Files.writeString(home.resolve("rabbitmq.conf"), "listeners.tcp.1 = 127.0.0.1:" + amqp + "\n");
            Map<String, String> environment = Map.ofEntries(
                    Map.entry("HOME", home.toString()),
                    Map.entry("ERL_EPMD_PORT", Integer.toString(epmd)),
                    Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
                    Map.entry("RABBITMQ_CONF_ENV_FILE", home.resolve("none").toString()),
                    Map.entry("RABBITMQ_CONFIG_FILE", conf.toString()),
                    Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", plugins.toString()),
                    Map.entry("RABBITMQ_NODENAME", "earmark@localhost"),
                    Map.entry("RABBITMQ_DIST_PORT", Integer.toString(freePort())),
                    Map.entry("RABBITMQ_MNESIA_BASE", home.resolve("mnesia").toString()),
                    Map.entry("RABBITMQ_LOG_BASE", home.resolve("log").toString()),
                    Map.entry("RABBITMQ_ALLOW_INPUT", "1"),
                    Map.entry(
                            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                            "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}"));
            Process names = run(home, environment, List.of("epmd", "-port", "" + epmd, "-address", "127.0.0.1"));
            Process node = run(home, environment, List.of(INSTALLED.toString(), "-noinput"));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node, names)));
            String uri = "amqp://guest:guest@127.0.0.1:" + amqp;
            awaitReady(uri, node, home);
            return uri;
        }

        private static Process run(Path home, Map<String, String> environment, List<String> command)
                throws IOException {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(new java.io.File("/dev/null"))
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(home.resolve("out").toFile()));
            builder.environment().putAll(environment);
            return builder.start();
        }

        private static void stop(Process node, Process names) {
            node.destroy();
            try {
                if (!node.waitFor(10, TimeUnit.SECONDS)) {
                    node.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            names.destroy();
        }

        /** Tries to connect until the node answers, for a minute. */
        private static void awaitReady(String uri, Process node, Path home) throws IOException {
            org.awaitility.Awaitility.await("RabbitMQ to answer; its output is in " + home)
                    .atMost(1, TimeUnit.MINUTES)
                    .ignoreExceptions()
                    // Another thread would wait for this class, which is being initialised.
                    .pollInSameThread()
                    .until(() -> {
                        if (!node.isAlive()) {
                            throw new IOException("RabbitMQ ended at once: see " + home.resolve("out"));
                        }
                        CachingConnectionFactory connections = connections(uri);
                        try {
                            connections.createConnection().close();
                            return true;
                        } finally {
                            connections.destroy();
                        }
                    });
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            }
        }
    }

    /** As {@code amqp://user:password@host:port}. */
    public static String uri() {
        return Server.URI;
    }

    /** A connection factory with correlated confirms and returns, as the gateway has it. Its caller destroys it. */
    public static CachingConnectionFactory connections() {
        return connections(uri());
    }

    private static CachingConnectionFactory connections(String uri) {
        CachingConnectionFactory connections = new CachingConnectionFactory();
        connections.setUri(uri);
        connections.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.CORRELATED);
        connections.setPublisherReturns(true);
        return connections;
    }
}
