package io.earmark.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.job.JobState;
import io.earmark.standalone.client.ApiClient;
import io.earmark.standalone.client.JobStatus;
import io.earmark.standalone.client.StageWatch;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A card number is read out in a recording. Whatever is asked of a server, nobody reads or hears it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class RedactionIT {

    private static final String SAMPLE = "/samples/7-card.wav";
    private static final List<String> DIGITS =
            List.of("zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");

    @TempDir
    static Path home = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private EarmarkServer server;

    @SuppressWarnings("NullAway.Init")
    private ApiClient api;

    @BeforeAll
    void start() {
        server = EarmarkServer.start(new ServerOptions(home.resolve("server"), "127.0.0.1", 0, "tiny"));
        api = new ApiClient(server.url(), server.apiKey());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void nothing_that_is_served_of_the_call_has_the_numbers() throws Exception {
        String plain = coached(sample(), "{}");
        assertThat(read(plain, "/transcript?format=txt")).containsPattern("[0-9]{3}");
        assertThat(digits(api.transcript(plain))).isNotEmpty();

        String call = coached(sample(), "{\"redact\":[\"card\",\"phone\"],\"original\":\"drop\"}");
        assertThat(digits(api.transcript(call))).isEmpty();
        for (String form : List.of("txt", "vtt", "srt")) {
            String transcript = read(call, "/transcript?format=" + form);
            assertThat(transcript).contains("[card]", "[phone]", "contract");
            assertThat(words(transcript)).as(form).doesNotContainAnyElementsOf(DIGITS);
            assertThat(transcript).as(form).doesNotContain("111", "555", "0123");
        }
        assertThat(words(api.moments(call).path("moments").toString())).doesNotContainAnyElementsOf(DIGITS);
        assertThat(read(call, "/moments?format=csv")).doesNotContain("one one");

        Path served = home.resolve("served.flac");
        Files.write(served, get(call, "/audio").body());
        JsonNode again = api.transcript(coached(served, "{}"));
        assertThat(digits(again)).isEmpty();
        assertThat(words(again.toString())).contains("contract", "sarah");
    }

    @Test
    void a_recording_that_is_to_be_dropped_is_not_on_the_disk_any_more() throws Exception {
        Path recording = sample();
        // Of its own length, to be found among the others.
        Files.write(recording, new byte[] {0, 0}, java.nio.file.StandardOpenOption.APPEND);
        long bytes = Files.size(recording);
        JobStatus job = api.transcribe(recording, "{\"redact\":[\"card\"],\"original\":\"drop\"}");
        new StageWatch(api, new EndToEndContract.Unseen()).await(List.of(job.id()), "transcribe");
        Awaitility.await().untilAsserted(() -> assertThat(blobs(bytes)).isEmpty());
        assertThat(get(String.valueOf(job.callId()), "/audio").statusCode()).isEqualTo(200);
    }

    private static List<Path> blobs(long bytes) throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("server").resolve("blobs"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toFile().length() == bytes)
                    .toList();
        }
    }

    private static Path sample() throws IOException {
        Path copy = Files.createTempDirectory(home, "sample").resolve("card.wav");
        try (InputStream audio = Objects.requireNonNull(RedactionIT.class.getResourceAsStream(SAMPLE))) {
            Files.copy(audio, copy);
        }
        return copy;
    }

    private String coached(Path audio, String metadata) throws InterruptedException {
        String call = String.valueOf(api.transcribe(audio, metadata).callId());
        StageWatch watch = new StageWatch(api, new EndToEndContract.Unseen());
        assertThat(watch.awaitCoached(List.of(new StageWatch.Watched("card", call)))
                        .get(0)
                        .failed())
                .isEmpty();
        assertThat(api.jobsOf(call, io.earmark.job.JobKind.COACH).get(0).state())
                .isEqualTo(JobState.SUCCEEDED);
        return call;
    }

    private static List<String> digits(JsonNode transcript) {
        return words(transcript.path("utterances").toString()).stream()
                .filter(DIGITS::contains)
                .toList();
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.toLowerCase(java.util.Locale.ROOT).split("[^a-z']+"));
    }

    private String read(String call, String part) throws Exception {
        HttpResponse<byte[]> answer = get(call, part);
        assertThat(answer.statusCode()).isEqualTo(200);
        return new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private HttpResponse<byte[]> get(String call, String part) throws Exception {
        URI url = URI.create(server.url() + "/calls/" + call + part);
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Authorization", "Bearer " + server.apiKey())
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
    }
}
