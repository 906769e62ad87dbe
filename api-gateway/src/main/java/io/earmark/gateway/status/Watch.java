package io.earmark.gateway.status;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Looks at what clients wait for: one thread, and however many they are, one question to the database for how all of it
 * stands and one more for what somebody wants to see whole. Nobody waits with a thread or a question of his own.
 *
 * @param <K> names what is waited for
 * @param <S> how it stands
 * @param <V> the whole of it
 */
public abstract class Watch<K, S, V> implements SmartLifecycle {

    /** One client that waits. Called by one thread for all, so it must not block. */
    interface Watcher<K, S, V> {

        /** What it waits for. */
        K watched();

        /**
         * Learns how that stands, at each look.
         *
         * @param last the gateway is about to end
         * @return whether it wants to see the whole
         */
        boolean look(S standing, boolean last);

        /** The whole that it wanted to see. */
        void see(V whole);

        /** There is no such thing any more. It is not called again. */
        void gone();

        /** The gateway ends. It is not called again. */
        void end();
    }

    private static final Logger log = LoggerFactory.getLogger(Watch.class);

    private static final int LAST_LOOK_SECONDS = 5;

    private final Set<Watcher<K, S, V>> watchers = ConcurrentHashMap.newKeySet();
    private final String what;
    private final Duration every;
    private volatile boolean running;
    private @Nullable ScheduledExecutorService looks;
    private boolean troubled;

    /** @param what in the plural, for logs and metrics */
    protected Watch(String what, Duration every, MeterRegistry meters) {
        this.what = what;
        this.every = every;
        meters.gauge("earmark.waiting.clients", Tags.of("for", what), watchers, Set::size);
    }

    /** One question for all of them; what there is no more is left out. */
    protected abstract Map<K, S> standings(Set<K> watched);

    /** One question for all of them. @param standings as they were found just now */
    protected abstract Map<K, V> wholes(Set<K> watched, Map<K, S> standings);

    /** Until it is removed. False: the gateway ends, and nobody looks any more. */
    boolean add(Watcher<K, S, V> watcher) {
        watchers.add(watcher);
        return running || !watchers.remove(watcher);
    }

    void remove(Watcher<K, S, V> watcher) {
        watchers.remove(watcher);
    }

    private void lookOrComplain() {
        try {
            look(false);
            troubled = false;
        } catch (RuntimeException e) {
            if (!troubled) {
                log.warn("Nobody who waits for {} can be told of them; will look again: {}", what, e.toString());
                troubled = true;
            }
        }
    }

    /** @param last the gateway is about to end */
    void look(boolean last) {
        List<Watcher<K, S, V>> all = List.copyOf(watchers);
        if (all.isEmpty()) {
            return;
        }
        Map<K, S> standings = standings(watched(all));
        List<Watcher<K, S, V>> curious = new ArrayList<>();
        for (Watcher<K, S, V> watcher : all) {
            S standing = standings.get(watcher.watched());
            if (standing == null) {
                watchers.remove(watcher);
                watcher.gone();
            } else if (watcher.look(standing, last)) {
                curious.add(watcher);
            }
        }
        if (!curious.isEmpty()) {
            show(curious, standings);
        }
    }

    private void show(List<Watcher<K, S, V>> curious, Map<K, S> standings) {
        Map<K, V> wholes = wholes(watched(curious), standings);
        for (Watcher<K, S, V> watcher : curious) {
            V whole = wholes.get(watcher.watched());
            // What was removed just now is gone at the next look.
            if (whole != null) {
                watcher.see(whole);
            }
        }
    }

    private Set<K> watched(Collection<Watcher<K, S, V>> by) {
        return by.stream().map(Watcher::watched).collect(Collectors.toSet());
    }

    @Override
    public void start() {
        running = true;
        looks = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, what + "-watch");
            thread.setDaemon(true);
            return thread;
        });
        looks.scheduleWithFixedDelay(this::lookOrComplain, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Before the server counts the requests that it still has to wait for. */
    @Override
    public void stop() {
        running = false;
        try {
            if (looks != null) {
                looks.shutdownNow();
                looks.awaitTermination(LAST_LOOK_SECONDS, TimeUnit.SECONDS);
            }
            look(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.debug("No last look at {} that are waited for: {}", what, e.toString());
        }
        List<Watcher<K, S, V>> left = List.copyOf(watchers);
        watchers.clear();
        left.forEach(Watcher::end);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
