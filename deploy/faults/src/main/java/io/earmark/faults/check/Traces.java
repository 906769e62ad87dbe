package io.earmark.faults.check;

import io.earmark.faults.inside.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the processes noted of themselves. */
public final class Traces {

    /**
     * One line.
     *
     * @param event {@code fired}, or the verb of an outcome
     * @param what  a failpoint, or a job
     */
    public record Line(Instant time, String process, String event, String what, String detail) {}

    private final Home home;

    public Traces(Home home) {
        this.home = home;
    }

    /** In order of time. */
    public List<Line> lines() throws IOException {
        List<Line> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(home.trace())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                for (String line : Files.readAllLines(file)) {
                    String[] part = line.split("\t");
                    if (part.length == 5) {
                        lines.add(new Line(Instant.parse(part[0]), part[1], part[2], part[3], part[4]));
                    }
                }
            }
        }
        lines.sort(Comparator.comparing(Line::time));
        return lines;
    }

    /** For each job the tokens under which a result was accepted. */
    public Map<String, List<Long>> completed() throws IOException {
        Map<String, List<Long>> completed = new HashMap<>();
        for (Line line : lines()) {
            if (line.event().equals("complete")) {
                completed.computeIfAbsent(line.what(), job -> new ArrayList<>()).add(Long.parseLong(line.detail()));
            }
        }
        return completed;
    }
}
