package io.earmark.bench;

import io.earmark.Ports;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The gateway in a process of its own, with a heap of its own. */
final class GatewayProcess implements AutoCloseable {

    /** What {@link Bench} is started with to be one. */
    static final String ARGUMENT = "--be-the-gateway";

    private final Process process;
    private final int port;

    private GatewayProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static GatewayProcess start(Servers servers, String url, int heapMegabytes) throws IOException {
        int port = Ports.reserve();
        Path words = servers.directory("gateway").resolve("log");
        Process process = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx" + heapMegabytes + "m",
                        "-jar",
                        System.getProperty("java.class.path"),
                        ARGUMENT,
                        "--server.port=" + port,
                        "--logging.config=classpath:bench-logback.xml",
                        "--spring.datasource.url=" + url,
                        "--spring.datasource.username=" + servers.user(),
                        "--spring.datasource.password=",
                        "--spring.rabbitmq.addresses=" + servers.broker(),
                        "--earmark.blobs.directory=" + servers.directory("intake-blobs"),
                        "--earmark.access.bootstrap-key=" + EarmarkEngine.KEY))
                .redirectErrorStream(true)
                .redirectOutput(words.toFile())
                .start();
        GatewayProcess gateway = new GatewayProcess(process, port);
        try {
            Awaitility.await("the gateway, whose words are in " + words)
                    .atMost(Duration.ofMinutes(2))
                    .until(gateway::isReady);
        } catch (RuntimeException e) {
            gateway.close();
            throw e;
        }
        return gateway;
    }

    private boolean isReady() {
        if (!process.isAlive()) {
            throw new IllegalStateException("The gateway ended by itself");
        }
        try {
            HttpURLConnection asked =
                    (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness")
                            .toURL()
                            .openConnection();
            return asked.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
