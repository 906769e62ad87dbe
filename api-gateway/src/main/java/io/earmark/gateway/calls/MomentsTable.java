package io.earmark.gateway.calls;

import io.earmark.call.Coaching;
import io.earmark.call.Moment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Moments for a spreadsheet: comma-separated values (RFC 4180), with the mark by which spreadsheets know UTF-8. */
final class MomentsTable {

    private static final String BYTE_ORDER_MARK = "\ufeff";
    /** How a cell begins that a spreadsheet would compute (OWASP, "CSV Injection"). */
    private static final String COMPUTED = "=+-@\t\r\n|%";

    private MomentsTable() {}

    static String of(Coaching coaching, SpeakerNames names) {
        StringBuilder table = new StringBuilder(BYTE_ORDER_MARK);
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader("id", "type", "score", "speaker", "start", "end", "quote", "why", "suggestion")
                .get();
        try (CSVPrinter rows = new CSVPrinter(table, format)) {
            for (Moment moment : coaching.moments()) {
                rows.printRecord(
                        text(moment.id()),
                        text(moment.type()),
                        number(moment.score()),
                        text(names.of(moment.speaker())),
                        number(moment.start()),
                        number(moment.end()),
                        text(moment.quote()),
                        text(moment.why()),
                        text(moment.suggestion()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A string can always be written to", e);
        }
        return table.toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** An apostrophe makes a spreadsheet take the cell for text. */
    private static String text(String value) {
        return !value.isEmpty() && COMPUTED.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
    }
}
