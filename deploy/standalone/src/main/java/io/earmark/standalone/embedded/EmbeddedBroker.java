package io.earmark.standalone.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener;
import org.apache.qpid.server.model.ConfiguredObject;
import org.apache.qpid.server.model.Container;
import org.apache.qpid.server.model.Port;
import org.apache.qpid.server.model.State;
import org.apache.qpid.server.model.SystemConfig;
import org.apache.qpid.server.model.VirtualHost;
import org.apache.qpid.server.model.VirtualHostNode;
import org.jspecify.annotations.Nullable;

/**
 * An AMQP 0-9-1 broker (Apache Qpid Broker-J) inside this process, on a free port of 127.0.0.1. Its messages are in memory
 * and gone with it: the outbox in the database sends again what a broker lost.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final String USER = "earmark";

    private final SystemLauncher launcher;
    private final Path work;
    private final int port;
    private final String password;

    private EmbeddedBroker(SystemLauncher launcher, Path work, int port, String password) {
        this.launcher = launcher;
        this.work = work;
        this.port = port;
        this.password = password;
    }

    /** @throws IOException if it did not come up whole */
    public static EmbeddedBroker start() throws IOException {
        Path work = Files.createTempDirectory("earmark-broker-");
        String password = Secret.random();
        Witness witness = new Witness();
        SystemLauncher launcher = new SystemLauncher(witness);
        try {
            launcher.startup(systemConfiguration(work, password));
            return new EmbeddedBroker(launcher, work, witness.activePort(), password);
        } catch (Exception e) {
            // Its threads are no daemons: a broker that half started would keep this process alive.
            launcher.shutdown();
            delete(work);
            throw new IOException("The embedded message broker did not start: " + e.getMessage(), e);
        }
    }

    /** By file URLs: inside an executable jar the broker cannot read its own defaults. */
    private static Map<String, Object> systemConfiguration(Path work, String password) throws IOException {
        Path properties = Files.createFile(work.resolve("system.properties"));
        Path configuration = Files.writeString(work.resolve("broker.json"), BrokerConfiguration.json(USER, password));
        Map<String, Object> system = new HashMap<>();
        system.put(ConfiguredObject.TYPE, "Memory");
        system.put(
                SystemConfig.INITIAL_SYSTEM_PROPERTIES_LOCATION,
                properties.toUri().toString());
        system.put(
                SystemConfig.INITIAL_CONFIGURATION_LOCATION,
                configuration.toUri().toString());
        system.put(SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT, false);
        system.put(ConfiguredObject.CONTEXT, Map.of(SystemConfig.QPID_WORK_DIR, work.toString()));
        return system;
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    /** As {@code amqp://user:password@host:port}. */
    public String uri() {
        return "amqp://" + USER + ":" + password + "@" + host() + ":" + port;
    }

    /** Ends the broker and drops its messages. */
    @Override
    public void close() throws IOException {
        launcher.shutdown();
        delete(work);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Gets hold of the broker's inside: errors on its way up are only logged, so that the outcome must be looked at. */
    private static final class Witness implements SystemLauncherListener {

        private @Nullable SystemConfig<?> system;
        private @Nullable RuntimeException error;

        int activePort() {
            if (error != null) {
                throw error;
            }
            if (system == null || system.getContainer() == null) {
                throw new IllegalStateException("it has no configuration");
            }
            Container<?> broker = system.getContainer();
            for (VirtualHostNode<?> node : broker.getChildren(VirtualHostNode.class)) {
                VirtualHost<?> host = node.getVirtualHost();
                if (host == null || host.getState() != State.ACTIVE) {
                    throw new IllegalStateException("its virtual host is not active");
                }
            }
            for (Port<?> port : broker.getChildren(Port.class)) {
                if (port.getState() == State.ACTIVE && port.getBoundPort() > 0) {
                    return port.getBoundPort();
                }
            }
            throw new IllegalStateException("its port could not be opened on 127.0.0.1");
        }

        @Override
        public void onContainerResolve(SystemConfig<?> resolved) {
            system = resolved;
        }

        @Override
        public void errorOnStartup(RuntimeException thrown) {
            error = thrown;
        }

        @Override
        public void beforeStartup() {}

        @Override
        public void afterStartup() {}

        @Override
        public void onContainerClose(SystemConfig<?> closed) {}

        @Override
        public void onShutdown(int exitCode) {}

        @Override
        public void exceptionOnShutdown(Exception thrown) {}
    }
}
