package io.earmark.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The figures of a run: one table for people, one line for programs. */
final class Report {

    private record Row(String figure, String value, String ratio, String goal) {}

    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Object> figures = new LinkedHashMap<>();
    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    /** What is going on, while it goes on. */
    void progress(String format, Object... arguments) {
        out.printf(Locale.ROOT, "… " + format + "%n", arguments);
        out.flush();
    }

    /** @param name dotted, such as {@code latency.idle.p50} */
    void figure(String name, double value, String unit) {
        figure(name, value, unit, null, null);
    }

    /**
     * @param ratio to what the goal is about, such as {@code 2.1 × JobRunr}; null if there is nothing to compare with
     * @param goal  in words; null if there is none
     */
    void figure(String name, double value, String unit, @Nullable String ratio, @Nullable String goal) {
        String shown = (rounded(value) + " " + unit).strip();
        rows.add(new Row(name, shown, ratio == null ? "" : ratio, goal == null ? "" : goal));
        figures.put(name, Double.parseDouble(rounded(value)));
        progress("%-44s %16s  %s", name, shown, ratio == null ? "" : ratio);
    }

    static String ratio(double value, double base, String what) {
        return String.format(Locale.ROOT, "%.2f × %s", value / base, what);
    }

    private static String rounded(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.3f", value);
    }

    void print() {
        int figure = width(rows.stream().map(Row::figure).toList(), "figure");
        int value = width(rows.stream().map(Row::value).toList(), "value");
        int ratio = width(rows.stream().map(Row::ratio).toList(), "ratio");
        String line = "| %-" + figure + "s | %" + value + "s | %-" + ratio + "s | %s |%n";
        out.println();
        out.printf(line, "figure", "value", "ratio", "goal");
        out.printf("| %s | %s: | %s | --- |%n", "-".repeat(figure), "-".repeat(value - 1), "-".repeat(ratio));
        rows.forEach(row -> out.printf(line, row.figure(), row.value(), row.ratio(), row.goal()));
        out.println();
        out.println("bench: " + new JsonMapper().writeValueAsString(figures));
    }

    private static int width(List<String> cells, String title) {
        return cells.stream().mapToInt(String::length).reduce(title.length(), Math::max);
    }
}
