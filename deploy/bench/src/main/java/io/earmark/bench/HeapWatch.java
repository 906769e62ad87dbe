package io.earmark.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The most heap that a gateway says it uses, asked ten times a second. */
final class HeapWatch {

    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
    private final HttpRequest metrics;
    private volatile double peak;

    HeapWatch(int port) {
        this.metrics = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
                .build();
        watch.scheduleWithFixedDelay(this::look, 0, 100, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            double used = http.send(metrics, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("jvm_memory_used_bytes{") && line.contains("area=\"heap\""))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
            peak = Math.max(peak, used / (1 << 20));
        } catch (java.io.IOException e) {
            // A look that failed is made up for by the next.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return megabytes */
    double stop() {
        watch.shutdownNow();
        if (peak == 0) {
            throw new IllegalStateException("The gateway did not tell how much heap it uses");
        }
        return peak;
    }
}
