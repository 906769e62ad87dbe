package io.earmark.gateway.status;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one client is told: {@code state} when the state has changed, {@code progress} when it got on within it,
 * {@code ended} and nothing more, {@code gone} if it was removed. An event has the whole, so a client that was away needs
 * the newest alone. An event's id is made of how things stand: whoever knows the last one is told nothing until that changes.
 */
final class Events<K, S, V> implements Watch.Watcher<K, S, V> {

    /** Then the client connects again, with a key that is still good. */
    private static final long LONGEST_NANOS = Duration.ofMinutes(15).toNanos();

    private final K watched;
    private final Followed<K, S, V> followed;
    private final JsonMapper json;
    private final EventStream stream;
    private final long begun = System.nanoTime();
    private @Nullable String known;
    private @Nullable S before;

    /** @param known the id of the last event that the client has seen; null if it has seen none */
    Events(K watched, Followed<K, S, V> followed, @Nullable String known, JsonMapper json, EventStream stream) {
        this.watched = watched;
        this.followed = followed;
        this.known = known;
        this.json = json;
        this.stream = stream;
    }

    @Override
    public K watched() {
        return watched;
    }

    @Override
    public boolean look(S standing, boolean last) {
        if (!followed.id(standing).equals(known)) {
            return true;
        }
        if (System.nanoTime() - begun > LONGEST_NANOS) {
            stream.end();
        } else {
            stream.keepAlive();
        }
        return false;
    }

    @Override
    public void see(V seen) {
        S now = followed.standing(seen);
        String id = followed.id(now);
        if (!id.equals(known)) {
            stream.send(id, event(now), json.writeValueAsString(followed.view(seen)));
        }
        known = id;
        before = now;
        if (followed.isEnd(now)) {
            stream.end();
        }
    }

    private String event(S now) {
        if (followed.isEnd(now)) {
            return "ended";
        }
        return before != null && followed.isProgress(before, now) ? "progress" : "state";
    }

    @Override
    public void gone() {
        stream.send("gone", "gone", "{}");
        stream.end();
    }

    @Override
    public void end() {
        stream.end();
    }
}
