package io.earmark.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Report report = new Report(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    @Test
    void the_table_is_for_people_and_the_last_line_for_programs() {
        report.figure("a.rate", 1234.56, "jobs/s", Report.ratio(1234.56, 600, "theirs"), "≥ 2");
        report.figure("a.p50", 0.1234, "ms");
        report.print();

        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).contains("| a.rate | 1235 jobs/s | 2.06 × theirs | ≥ 2 |");
        assertThat(lines.get(lines.size() - 1)).isEqualTo("bench: {\"a.rate\":1235.0,\"a.p50\":0.123}");
    }
}
