package io.earmark.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads server-sent events one by one, as WHATWG HTML, section 9.2.6, says. */
final class EventReader implements AutoCloseable {

    record Event(String id, String name, String data) {}

    private final BufferedReader lines;
    private int comments;

    EventReader(InputStream stream) {
        this.lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    /** Waits for it; empty when the stream has ended. */
    Optional<Event> next() throws IOException {
        Map<String, String> fields = new HashMap<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty() && fields.containsKey("data")) {
                return Optional.of(new Event(
                        fields.getOrDefault("id", ""), fields.getOrDefault("event", "message"), fields.get("data")));
            } else if (line.startsWith(":")) {
                comments++;
            } else if (!line.isEmpty()) {
                fields.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 2));
            }
        }
        return Optional.empty();
    }

    /** Waits until there were so many comments, and no event. @return false if the stream ended before */
    boolean comments(int wanted) throws IOException {
        while (comments < wanted) {
            String line = lines.readLine();
            if (line == null || line.startsWith("data:")) {
                return false;
            }
            comments += line.startsWith(":") ? 1 : 0;
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
