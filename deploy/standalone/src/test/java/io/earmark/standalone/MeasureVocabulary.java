package io.earmark.standalone;

import io.earmark.call.CallMetadata;
import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import io.earmark.call.Word;
import io.earmark.standalone.client.ApiClient;
import io.earmark.stt.text.WrittenTranscript;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How many company names the general model gets right without a vocabulary and with one, and how often the vocabulary spoils
 * talk that has no name in it. Speaks sentences with MaryTTS, recognises them with the bundled general model, both through
 * the API of a server of its own, and then corrects what was heard with all names as the vocabulary.
 *
 * <p>Run: {@code java -cp … io.earmark.standalone.MeasureVocabulary DIR}; DIR keeps what was heard for the next run.
 */
final class MeasureVocabulary {

    private static final JsonMapper JSON = JsonMapper.shared();

    private MeasureVocabulary() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        Path heard = directory.resolve("heard.json");
        Map<String, String> sentences = new LinkedHashMap<>();
        for (String line : resource().lines().filter(line -> !line.isBlank()).toList()) {
            int bar = line.indexOf('|');
            sentences.put(
                    line.substring(bar + 1).strip(), line.substring(0, bar).strip());
        }
        if (!Files.exists(heard)) {
            Files.writeString(heard, JSON.writeValueAsString(recognise(directory, List.copyOf(sentences.keySet()))));
        }
        report(sentences, JSON.readTree(Files.readString(heard)));
        System.exit(0);
    }

    private static String resource() throws IOException {
        try (var stream = MeasureVocabulary.class.getResourceAsStream("/vocabulary-sentences.txt")) {
            return new String(
                    java.util.Objects.requireNonNull(stream).readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    private static ObjectNode recognise(Path directory, List<String> sentences) throws Exception {
        ObjectNode heard = JSON.createObjectNode();
        ServerOptions options =
                new ServerOptions(directory.resolve("data").toAbsolutePath(), "127.0.0.1", 0, "general");
        try (EarmarkServer server = EarmarkServer.start(options)) {
            ApiClient api = new ApiClient(server.url(), server.apiKey());
            List<String> jobs = new ArrayList<>();
            List<String> calls = new ArrayList<>();
            for (int i = 0; i < sentences.size(); i++) {
                Path wav = directory.resolve("sentence-" + i + ".wav");
                speak(server, sentences.get(i), i % 2 == 0 ? "slt" : "slt-low", wav);
                var job = api.transcribe(wav, null);
                jobs.add(job.id());
                calls.add(String.valueOf(job.callId()));
            }
            for (int i = 0; i < jobs.size(); i++) {
                while (!api.job(jobs.get(i)).state().isTerminal()) {
                    Thread.sleep(200);
                }
                heard.set(sentences.get(i), api.transcript(calls.get(i)).path("utterances"));
            }
        }
        return heard;
    }

    private static void speak(EarmarkServer server, String text, String voice, Path wav) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/speak"))
                .header("Authorization", "Bearer " + server.apiKey())
                .header("Content-Type", "application/json")
                .header("Prefer", "wait=60")
                .POST(HttpRequest.BodyPublishers.ofString(
                        JSON.writeValueAsString(Map.of("text", text, "voice", voice))))
                .build();
        HttpResponse<byte[]> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("POST /speak: " + answer.statusCode());
        }
        Files.write(wav, answer.body());
    }

    private static void report(Map<String, String> sentences, JsonNode heard) {
        List<String> names = sentences.values().stream()
                .filter(name -> !name.equals("-"))
                .distinct()
                .toList();
        CallMetadata metadata = CallMetadata.NONE.withTerms(names);
        int said = 0;
        int before = 0;
        int after = 0;
        int spoiled = 0;
        int words = 0;
        for (Map.Entry<String, String> sentence : sentences.entrySet()) {
            Transcript plain = transcript(heard.path(sentence.getKey()));
            Transcript corrected = WrittenTranscript.of(plain, metadata);
            String name = sentence.getValue();
            boolean named = !name.equals("-");
            int changed = changed(corrected, named ? name : "");
            words += plain.utterances().stream()
                    .mapToInt(one -> one.words().size())
                    .sum();
            spoiled += changed;
            if (named) {
                said++;
                before += has(plain, name) ? 1 : 0;
                after += has(corrected, name) ? 1 : 0;
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-12s %s%s%n             -> %s%n",
                    name,
                    text(plain),
                    changed > 0 ? "   <-- WRONG" : "",
                    corrected.utterances().stream().map(Utterance::display).toList());
        }
        System.out.printf(
                Locale.ROOT,
                "names said: %d, right without vocabulary: %d, with it: %d; wrong corrections: %d in %d words%n",
                said,
                before,
                after,
                spoiled,
                words);
    }

    /** Corrections to anything but the name that was said. */
    private static int changed(Transcript corrected, String name) {
        return (int) corrected.utterances().stream()
                .flatMap(one -> one.tokens().stream())
                .filter(token -> token.original() != null && !token.text().startsWith(name.isEmpty() ? "\n" : name))
                .count();
    }

    private static boolean has(Transcript transcript, String name) {
        return text(transcript).contains(name.toLowerCase(Locale.ROOT));
    }

    private static String text(Transcript transcript) {
        return String.join(
                " ", transcript.utterances().stream().map(Utterance::text).toList());
    }

    private static Transcript transcript(JsonNode utterances) {
        List<Utterance> all = new ArrayList<>();
        for (JsonNode one : utterances) {
            List<Word> words = new ArrayList<>();
            for (JsonNode word : one.path("words")) {
                words.add(new Word(
                        word.path("text").asString(""),
                        word.path("start").asDouble(),
                        word.path("end").asDouble(),
                        word.path("confidence").asDouble()));
            }
            all.add(new Utterance(
                    all.size(),
                    "S1",
                    0,
                    words.get(0).start(),
                    words.get(words.size() - 1).end(),
                    one.path("text").asString(""),
                    one.path("confidence").asDouble(),
                    words));
        }
        return new Transcript(60, "en-US", new Transcript.Engine("vosk", "general", ""), List.of(), all);
    }
}
