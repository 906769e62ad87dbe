package io.earmark.gateway.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.call.CallMetadata;
import io.earmark.call.Coaching;
import io.earmark.call.Metrics;
import io.earmark.call.Moment;
import io.earmark.call.Speaker;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

class MomentsTableTest {

    @Test
    void a_quote_that_a_spreadsheet_would_compute_is_text_and_every_cell_comes_back() throws Exception {
        String table = MomentsTable.of(
                coaching("=HYPERLINK(\"http://x\",\"a\")", "two\nlines, and \"quotes\""),
                new SpeakerNames(
                        List.of(new Speaker("S1", "agent", 0)),
                        new CallMetadata("+Sam", null, null, List.of(), Map.of(), null, Map.of())));
        assertThat(table).startsWith("\ufeffid,type,score,speaker,start,end,quote,why,suggestion\r\n");
        try (CSVParser parser = CSVParser.parse(
                table.substring(1),
                CSVFormat.RFC4180
                        .builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get())) {
            CSVRecord row = parser.getRecords().get(0);
            assertThat(row.get("quote")).isEqualTo("'=HYPERLINK(\"http://x\",\"a\")");
            assertThat(row.get("speaker")).isEqualTo("'+Sam");
            assertThat(row.get("why")).isEqualTo("two\nlines, and \"quotes\"");
            assertThat(row.get("score")).isEqualTo("0.80");
            assertThat(row.get("end")).isEqualTo("1.25");
        }
    }

    private static Coaching coaching(String quote, String why) {
        Moment moment = new Moment("m1", "next_step", 0.8, "S1", 0.1, 1.25, quote, List.of(0), why, "Say it again.");
        Metrics none =
                new Metrics(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), 0, 0, 0, 0, Map.of());
        return new Coaching(List.of(moment), none, List.of());
    }
}
