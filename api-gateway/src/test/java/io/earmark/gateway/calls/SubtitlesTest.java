package io.earmark.gateway.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.call.CallMetadata;
import io.earmark.call.Speaker;
import io.earmark.call.Token;
import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import io.earmark.call.Word;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SubtitlesTest {

    private static final List<Speaker> SPEAKERS =
            List.of(new Speaker("S1", "agent", 0), new Speaker("S2", "customer", 1));
    private static final CallMetadata METADATA =
            new CallMetadata("Sarah <b>", "R&D --> Acme", null, List.of(), Map.of(), null, Map.of());
    private static final SpeakerNames NAMES = new SpeakerNames(SPEAKERS, METADATA);
    private static final Pattern TIMES =
            Pattern.compile("\\d\\d:\\d\\d:\\d\\d[.,]\\d{3} --> \\d\\d:\\d\\d:\\d\\d[.,]\\d{3}");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void every_word_is_shown_once_in_cues_that_keep_the_rules(long seed) {
        Transcript transcript = random(new Random(seed));
        List<Cue> cues = Cues.of(transcript, Map.of());
        for (Speaker speaker : SPEAKERS) {
            List<Cue> own = cues.stream()
                    .filter(cue -> cue.speaker().equals(speaker.id()))
                    .toList();
            assertThat(own.stream().flatMap(cue -> cue.words().stream()).reduce("", String::concat))
                    .isEqualTo(said(transcript, speaker).replace(" ", ""));
            for (int i = 1; i < own.size(); i++) {
                assertThat(own.get(i).startMillis())
                        .isGreaterThanOrEqualTo(own.get(i - 1).endMillis());
            }
        }
        assertThat(cues).isSortedAccordingTo(Comparator.comparingLong(Cue::startMillis));
        for (Cue cue : cues) {
            assertThat(cue.endMillis()).isGreaterThan(cue.startMillis());
            if (cue.words().size() > 1) {
                assertThat(cue.endMillis() - cue.startMillis()).isLessThanOrEqualTo(7_001);
            }
        }
        for (String file : List.of(Subtitles.vtt("A call", transcript, NAMES), Subtitles.srt(transcript, NAMES))) {
            for (String block : file.split("\n\n+")) {
                List<String> lines = block.lines().toList();
                int times = lines.indexOf(lines.stream()
                        .filter(line -> TIMES.matcher(line).matches())
                        .findFirst()
                        .orElse(""));
                if (times >= 0) {
                    assertThat(lines.size() - times - 1).isBetween(1, 2);
                    assertThat(lines.subList(times + 1, lines.size()))
                            .allSatisfy(line -> assertThat(shown(line)).hasSizeLessThanOrEqualTo(42));
                }
            }
        }
    }

    @Test
    void a_cue_ends_with_a_sentence_where_it_can_and_stays_until_it_is_read() {
        Utterance said = utterance(
                0,
                "S1",
                1.0,
                0.25,
                "I hear you. What would make it work for you this year? We could do it rather quickly.");
        Transcript transcript = transcript(List.of(said), 20);
        List<Cue> cues = Cues.of(transcript, Map.of());
        assertThat(cues)
                .extracting(cue -> String.join(" ", cue.words()))
                .containsExactly(
                        "I hear you. What would make it work for you this year?", "We could do it rather quickly.");
        assertThat(Subtitles.vtt("A call", transcript, NAMES))
                .contains("<v Sarah ‹b›>I hear you. What would make\nit work for you this year?</v>");

        Cue yes = Cues.of(transcript(List.of(utterance(0, "S1", 1.0, 0.2, "Yes.")), 20), Map.of())
                .get(0);
        assertThat(yes.endMillis() - yes.startMillis()).isEqualTo(1_000);
    }

    @Test
    void those_who_spoke_at_the_same_time_are_shown_at_the_same_time() {
        Transcript transcript = transcript(
                List.of(
                        utterance(0, "S1", 1.0, 0.4, "We are looking at all of the tools that there are."),
                        utterance(1, "S2", 2.0, 0.4, "Right.")),
                20);
        String srt = Subtitles.srt(transcript, NAMES);
        assertThat(srt).contains("00:00:02,000 --> 00:00:03,000\nR&D --› Acme: Right.");
        assertThat(srt).contains("Sarah ‹b›: We are looking at\nall of the tools that there are.");
    }

    /** ffprobe and ffmpeg read back what was written: as many cues, the same times, the same words. */
    @ParameterizedTest
    @ValueSource(strings = {"vtt", "srt"})
    void a_reader_that_is_not_ours_finds_the_same_cues(String format, @TempDir Path directory) throws Exception {
        Transcript transcript = random(new Random(42));
        Path file = directory.resolve("call." + format);
        String written = format.equals("vtt")
                ? Subtitles.vtt("A call --> with a title", transcript, NAMES)
                : Subtitles.srt(transcript, NAMES);
        Files.writeString(file, written);
        List<Cue> cues = format.equals("vtt")
                ? Cues.of(transcript, Map.of())
                : Cues.of(transcript, Map.of("S1", NAMES.of("S1") + ":", "S2", NAMES.of("S2") + ":"));

        JsonNode packets = new JsonMapper()
                .readTree(run("ffprobe", "-v", "error", "-show_packets", "-of", "json", file.toString()))
                .path("packets");
        assertThat(StreamSupport.stream(packets.spliterator(), false)
                        .map(packet -> Math.round(packet.path("pts_time").asDouble() * 1000) + "+"
                                + Math.round(packet.path("duration_time").asDouble() * 1000)))
                .containsExactlyElementsOf(cues.stream()
                        .map(cue -> cue.startMillis() + "+" + (cue.endMillis() - cue.startMillis()))
                        .toList());

        String read = run("ffmpeg", "-v", "error", "-i", file.toString(), "-f", "srt", "-");
        String words = read.lines()
                .filter(line -> !line.isBlank() && !line.matches("\\d+") && !line.contains("-->"))
                .reduce("", (all, line) -> all + " " + line)
                .replaceAll("(Sarah ‹b›|R&D --› Acme): ", "");
        assertThat(words.strip())
                .isEqualTo(String.join(
                        " ", cues.stream().flatMap(cue -> cue.words().stream()).toList()));
    }

    @Test
    void a_call_in_which_nobody_spoke_is_an_empty_but_valid_file() {
        Transcript silent = transcript(List.of(), 5);
        assertThat(Subtitles.vtt("A call", silent, NAMES)).isEqualTo("WEBVTT\n\nNOTE\nA call\n");
        assertThat(Subtitles.srt(silent, NAMES)).isEmpty();
        assertThat(PlainText.of(silent, NAMES)).isEmpty();
    }

    @Test
    void plain_text_has_a_paragraph_for_each_turn() {
        Transcript transcript = transcript(
                List.of(
                        utterance(0, "S1", 1.0, 0.4, "Good morning."),
                        utterance(1, "S1", 4.0, 0.4, "Is that you?"),
                        utterance(2, "S2", 62.0, 0.4, "It is.")),
                70);
        assertThat(PlainText.of(transcript, NAMES))
                .isEqualTo("[0:00:01] Sarah ‹b›: Good morning. Is that you?\n\n[0:01:02] R&D --› Acme: It is.\n");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(command[0] + " is not there: apt-get install ffmpeg", e);
        }
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said;
    }

    private static String shown(String line) {
        return line.replaceAll("</?v[^>]*>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }

    private static String said(Transcript transcript, Speaker speaker) {
        return String.join(
                " ",
                transcript.utterances().stream()
                        .filter(one -> one.speaker().equals(speaker.id()))
                        .map(Utterance::display)
                        .toList());
    }

    private static Transcript transcript(List<Utterance> utterances, double seconds) {
        return new Transcript(seconds, "en-US", new Transcript.Engine("vosk", "tiny", "0.3.45"), SPEAKERS, utterances);
    }

    /** Each word takes {@code pace} seconds, and there is no pause between two. */
    private static Utterance utterance(int index, String speaker, double start, double pace, String text) {
        List<Word> words = new ArrayList<>();
        List<Token> tokens = new ArrayList<>();
        for (String token : text.split(" ")) {
            double from = start + words.size() * pace;
            tokens.add(new Token(token, words.size(), words.size() + 1, from, from + pace, false, null));
            words.add(new Word(token, from, from + pace, 1));
        }
        double end = start + words.size() * pace;
        return new Utterance(index, speaker, speaker.equals("S1") ? 0 : 1, start, end, text, 1, words, tokens);
    }

    private static Transcript random(Random random) {
        List<Utterance> utterances = new ArrayList<>();
        double last = 0;
        for (String speaker : List.of("S1", "S2")) {
            double time = random.nextDouble();
            for (int i = 0; i < 30; i++) {
                StringBuilder text = new StringBuilder();
                for (int words = 1 + random.nextInt(40); words > 0; words--) {
                    int letters = random.nextInt(60) == 0 ? 60 : 1 + random.nextInt(11);
                    text.append("abcdefghijklm"
                                    .repeat(5)
                                    .substring(random.nextInt(5))
                                    .substring(0, letters))
                            .append(random.nextInt(8) == 0 ? "." : "")
                            .append(' ');
                }
                Utterance said = utterance(0, speaker, time, 0.05 + random.nextDouble() / 2, text.toString());
                utterances.add(said);
                time = said.end() + 0.6 + random.nextDouble() * 3;
                last = Math.max(last, said.end());
            }
        }
        utterances.sort(Comparator.comparingDouble(Utterance::start));
        return transcript(utterances, last);
    }
}
