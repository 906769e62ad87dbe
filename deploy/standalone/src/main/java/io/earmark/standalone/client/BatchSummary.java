package io.earmark.standalone.client;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What became of many recordings: a table for people, one for spreadsheets, JSON for programs. */
public final class BatchSummary {

    /** What a spreadsheet would compute. */
    private static final String COMPUTED = "=+-@\t\r";

    private static final int MOST_ROWS = 200;
    private static final int LEAST_NAME = 12;

    private final List<Row> rows;

    /** @param item null if the server knows nothing of it */
    public record Row(String name, @Nullable BatchItem item) {

        String state() {
            return item == null ? "UNKNOWN" : item.state().name();
        }

        boolean isGood() {
            return item != null && item.state().isInHand();
        }
    }

    public BatchSummary(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    /** Recordings of which nothing came, and nothing will. */
    public long failures() {
        return rows.stream().filter(row -> !row.isGood()).count();
    }

    public void print(PrintStream out, Terminal terminal) {
        int name = Math.max(
                LEAST_NAME,
                Math.min(
                        terminal.width() / 2,
                        rows.stream().mapToInt(row -> row.name().length()).max().orElse(LEAST_NAME)));
        String form = "%-" + name + "s  %-10s  %8s  %7s  %s%n";
        out.printf(form, "recording", "state", "length", "moments", "call");
        rows.stream().limit(MOST_ROWS).forEach(row -> printRow(out, form, name, row));
        if (rows.size() > MOST_ROWS) {
            out.println("... and " + (rows.size() - MOST_ROWS) + " more: --report FILE.csv has all of them.");
        }
        long good = rows.size() - failures();
        int moments = rows.stream()
                .mapToInt(row -> row.item() == null || row.item().moments() == null
                        ? 0
                        : row.item().moments())
                .sum();
        out.printf("%n%d recordings, %d moments; %d failed.%n", good + failures(), moments, failures());
    }

    private static void printRow(PrintStream out, String form, int name, Row row) {
        BatchItem item = row.item();
        String end = item == null ? "" : item.error() != null ? item.error() : item.callId();
        out.printf(
                form,
                cut(shown(row.name()), name),
                row.state().toLowerCase(Locale.ROOT),
                item == null || item.durationSeconds() == null ? "" : length(item.durationSeconds()),
                item == null || item.moments() == null ? "" : item.moments(),
                end == null ? "" : shown(end));
    }

    private static String length(double seconds) {
        long whole = Math.round(seconds);
        return whole / 60 + ":" + String.format(Locale.ROOT, "%02d", whole % 60);
    }

    /** The end of a path tells more than its beginning. */
    private static String cut(String text, int most) {
        return text.length() <= most ? text : "…" + text.substring(text.length() - most + 1);
    }

    /** Names come from outside: nothing in them may steer the terminal. */
    private static String shown(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    /** One row for each recording. */
    public void write(Path report) throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader("recording", "state", "call_id", "duration_seconds", "moments", "error")
                .get();
        try (CSVPrinter table = new CSVPrinter(Files.newBufferedWriter(report, StandardCharsets.UTF_8), format)) {
            for (Row row : rows) {
                BatchItem item = row.item();
                table.printRecord(
                        text(row.name()),
                        row.state(),
                        item == null ? null : item.callId(),
                        item == null ? null : item.durationSeconds(),
                        item == null ? null : item.moments(),
                        item == null || item.error() == null ? null : text(item.error()));
            }
        }
    }

    /** An apostrophe makes a spreadsheet take the cell for text. */
    private static String text(String value) {
        return !value.isEmpty() && COMPUTED.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
    }

    public void addTo(ArrayNode documents) {
        for (Row row : rows) {
            ObjectNode document = documents.addObject();
            document.put("file", row.name()).put("state", row.state());
            BatchItem item = row.item();
            if (item != null) {
                document.put("batchId", item.batch()).put("item", item.number());
                document.put("callId", item.callId()).put("durationSeconds", item.durationSeconds());
                document.put("moments", item.moments()).put("error", item.error());
            }
        }
    }
}
