package io.earmark.gateway.status;

import io.earmark.gateway.web.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The streams of events that are open here, and how many there may be. */
@Component
public class EventStreams {

    private static final Duration COME_BACK = Duration.ofSeconds(30);

    private final WaitingSettings settings;
    private final JsonMapper json;
    private final AtomicInteger open;
    private final Map<String, Integer> byTenant = new ConcurrentHashMap<>();

    EventStreams(WaitingSettings settings, JsonMapper json, MeterRegistry meters) {
        this.settings = settings;
        this.json = json;
        this.open = meters.gauge("earmark.event.streams", new AtomicInteger());
    }

    /**
     * Answers with the events of something from now on, or with 204 if the client has seen the last one.
     *
     * @param whole    as it is now
     * @param lastSeen {@code Last-Event-ID}; null without
     * @throws Problem 429 or 503 if there are enough streams
     */
    public <K, S, V> void open(
            String tenant,
            V whole,
            Followed<K, S, V> followed,
            Watch<K, S, V> watch,
            @Nullable String lastSeen,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        S standing = followed.standing(whole);
        if (followed.isEnd(standing) && followed.id(standing).equals(lastSeen)) {
            // What tells an EventSource not to connect again.
            response.setStatus(HttpStatus.NO_CONTENT.value());
            return;
        }
        take(tenant);
        EventStream stream;
        try {
            stream = new EventStream(request, response, settings.heartbeat());
        } catch (IOException | RuntimeException e) {
            free(tenant);
            throw e;
        }
        Events<K, S, V> events = new Events<>(followed.key(whole), followed, lastSeen, json, stream);
        stream.begin(() -> {
            watch.remove(events);
            free(tenant);
        });
        events.see(whole);
        if (!watch.add(events)) {
            events.end();
        } else if (!stream.isOpen()) {
            watch.remove(events);
        }
    }

    private void take(String tenant) {
        int mine = byTenant.merge(tenant, 1, Integer::sum);
        int all = open.incrementAndGet();
        if (mine > settings.streamsPerTenant()) {
            free(tenant);
            throw tooMany(HttpStatus.TOO_MANY_REQUESTS, settings.streamsPerTenant() + " of yours");
        }
        if (all > settings.streams()) {
            free(tenant);
            throw tooMany(HttpStatus.SERVICE_UNAVAILABLE, Integer.toString(settings.streams()));
        }
    }

    private void free(String tenant) {
        open.decrementAndGet();
        byTenant.computeIfPresent(tenant, (same, count) -> count == 1 ? null : count - 1);
    }

    private static Problem tooMany(HttpStatus status, String many) {
        return new Problem(
                        status,
                        "too-many-streams",
                        "Too many streams of events are open",
                        many + " are open, which is all that there may be. Close some, or poll with If-None-Match.")
                .retryAfter(COME_BACK);
    }
}
