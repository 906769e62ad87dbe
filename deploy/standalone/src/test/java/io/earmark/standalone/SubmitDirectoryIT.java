package io.earmark.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.standalone.client.ApiClient;
import io.earmark.standalone.client.BatchItem;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./earmark submit DIRECTORY} against a whole server. */
@Timeout(300)
class SubmitDirectoryIT {

    @TempDir
    Path home;

    private URI url = URI.create("");
    private String key = "";

    @Test
    void a_directory_is_sent_once_and_what_is_missing_afterwards() throws Exception {
        Path calls = home.resolve("calls");
        Files.createDirectories(calls.resolve("october"));
        Path report = home.resolve("report.csv");
        copy("5-call-price-stereo.wav", calls.resolve("october/price.wav"));
        copy("5-call-price-stereo.wav", calls.resolve("the same again.wav"));
        Files.writeString(calls.resolve("broken.wav"), "this is no recording");
        Files.writeString(calls.resolve("notes.txt"), "not for you");
        try (EarmarkProcess server = EarmarkProcess.start(
                "up", "--port", "0", "--data", home.resolve("data").toString(), "--model", "tiny")) {
            url = server.url();
            key = server.key();
            ApiClient api = new ApiClient(url, key);
            String reference = "earmark submit " + calls.toRealPath();
            leftInTheMiddle(api, reference, calls.resolve("october/price.wav"));

            EarmarkProcess first = submit(calls, report);
            String said = first.rest();
            assertThat(first.exitCode()).as(said).isEqualTo(1);
            assertThat(said).contains("3 recordings", "1 failed", "october/price.wav");
            List<CSVRecord> rows = rows(report);
            assertThat(rows)
                    .extracting(row -> row.get("recording") + " " + row.get("state"))
                    .containsExactlyInAnyOrder(
                            "october/price.wav SUCCEEDED", "the same again.wav SUCCEEDED", "broken.wav FAILED");
            assertThat(rows).extracting(row -> row.get("error")).anyMatch(error -> error.contains("not readable"));
            CSVRecord price = rows.stream()
                    .filter(row -> row.get("recording").equals("october/price.wav"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Double.parseDouble(price.get("duration_seconds"))).isBetween(39.0, 39.1);
            assertThat(Integer.parseInt(price.get("moments"))).isPositive();
            assertThat(api.call(price.get("call_id")).path("id").asString()).isEqualTo(price.get("call_id"));
            assertThat(api.batches(reference))
                    .as("the one that was there, and one more")
                    .hasSize(2);

            Files.delete(calls.resolve("broken.wav"));
            copy("6-call-schedule-stereo.wav", calls.resolve("schedule.wav"));
            EarmarkProcess second = submit(calls, report);
            said = second.rest();
            assertThat(second.exitCode()).as(said).isZero();
            assertThat(said).contains("The server has 1 of 2 different recordings already.");
            assertThat(rows(report)).extracting(row -> row.get("state")).containsOnly("SUCCEEDED");
            assertThat(rows(report)).extracting(row -> row.get("call_id")).contains(price.get("call_id"));
            List<BatchItem> all = new ArrayList<>();
            for (String batch : api.batches(reference)) {
                all.addAll(api.items(batch));
            }
            assertThat(all).hasSize(3).filteredOn(item -> item.callId() != null).hasSize(2);
        }
    }

    /** As if it had been killed before anything was sent. */
    private static void leftInTheMiddle(ApiClient api, String reference, Path file) throws Exception {
        LocalRecording recording = LocalRecording.read(file, List.of());
        new BatchRun(api, reference, JsonMapper.shared().createObjectNode(), List.of(recording)).plan();
    }

    private EarmarkProcess submit(Path directory, Path report) throws IOException {
        return EarmarkProcess.start(
                "submit",
                directory.toString(),
                "--server",
                url.toString(),
                "--key",
                key,
                "--report",
                report.toString());
    }

    private static List<CSVRecord> rows(Path report) throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser parser = CSVParser.parse(Files.newBufferedReader(report), format)) {
            return parser.getRecords();
        }
    }

    private static void copy(String sample, Path to) throws IOException {
        try (InputStream bytes =
                Objects.requireNonNull(SubmitDirectoryIT.class.getResourceAsStream("/samples/" + sample))) {
            Files.copy(bytes, to);
        }
    }
}
