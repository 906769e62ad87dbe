package io.earmark.standalone;

import io.earmark.standalone.embedded.EmbeddedBroker;
import io.earmark.standalone.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;

/** A whole Earmark in this process: database, broker, gateway and workers. Closed in the reverse order of their start. */
public final class EarmarkServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EarmarkServer.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final ServerOptions options;
    private String apiKey = "";
    private int port;

    private EarmarkServer(ServerOptions options) {
        this.options = options;
    }

    /** Back when the API answers. @throws CannotStart with a sentence for people */
    public static EarmarkServer start(ServerOptions options) {
        return start(options, List.of());
    }

    /** As above. @param settings of the application, such as {@code --earmark.retry.base=1s}, above all others */
    public static EarmarkServer start(ServerOptions options, List<String> settings) {
        EarmarkServer server = new EarmarkServer(options);
        try {
            server.startParts(settings);
            return server;
        } catch (CannotStart e) {
            server.close();
            throw e;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw new CannotStart(server.sentence(e), e);
        }
    }

    private void startParts(List<String> settings) throws IOException {
        DataDirectory data = opened(DataDirectory.open(options.data()));
        requireFreePort();
        apiKey = data.apiKey();
        EmbeddedPostgres postgres = opened(EmbeddedPostgres.start(data.servers()));
        EmbeddedBroker broker = opened(EmbeddedBroker.start());
        ConfigurableApplicationContext context =
                opened(run(StandaloneSettings.of(options, data, apiKey, postgres, broker, settings)));
        port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    /** At once, rather than when everything else has been started. */
    private void requireFreePort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(options.host(), options.port()));
        } catch (BindException e) {
            throw new CannotStart(portTaken(options.port()), e);
        }
    }

    private static String portTaken(int port) {
        return "Port " + port + " is taken by another program, or cannot be opened on this address."
                + " Choose another with --port or --host.";
    }

    private static ConfigurableApplicationContext run(String[] settings) {
        SpringApplication application = new SpringApplication(StandaloneApplication.class);
        // Boot's own hook would stop it beside the servers that it needs to stop well.
        application.setRegisterShutdownHook(false);
        return application.run(settings);
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    private String sentence(Exception e) {
        Throwable cause = e;
        while (cause != null) {
            if (cause instanceof PortInUseException taken) {
                return portTaken(taken.getPort());
            }
            if (cause.getCause() == null || cause.getCause() == cause) {
                break;
            }
            cause = cause.getCause();
        }
        Path words = DataDirectory.logFile(options.data());
        return "Earmark did not start: " + (cause == null ? e : cause).getMessage() + "\nMore is in " + words + ".";
    }

    /** Where the API answers. */
    public URI url() {
        String host = options.host().equals("0.0.0.0") ? "127.0.0.1" : options.host();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }

    /** Of the tenant {@code default}. */
    public String apiKey() {
        return apiKey;
    }

    /** Ends running jobs or hands them back, then stops everything. Twice is no error. */
    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                log.warn("{} did not stop cleanly", part.getClass().getSimpleName(), e);
            }
        }
    }
}
