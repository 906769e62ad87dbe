package io.earmark.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.earmark.job.JobState;
import io.earmark.standalone.GroundTruth.Turn;
import io.earmark.standalone.client.ApiClient;
import io.earmark.standalone.client.JobStatus;
import io.earmark.standalone.client.ProgressDisplay;
import io.earmark.standalone.client.StageWatch;
import io.earmark.standalone.client.StageWatch.Outcome;
import io.earmark.standalone.client.StageWatch.Watched;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Two recorded calls go in over HTTP, and what comes out is compared with what was said in them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
abstract class EndToEndContract {

    private static final String PRICE = "5-call-price-stereo";
    private static final String SCHEDULE = "6-call-schedule-stereo";
    private static final double MOST_WORD_ERRORS = 0.08;
    private static final double MOST_SECONDS_OFF = 0.35;

    /** Static, for it is wanted before the first test. */
    @TempDir
    static Path home = Path.of("");

    private Running server = new Running(URI.create(""), "", () -> {});
    private ApiClient api = new ApiClient(URI.create(""), "");
    private Map<String, Heard> heard = Map.of();

    record Running(URI url, String key, AutoCloseable stop) {}

    private record Heard(GroundTruth truth, String callId, JsonNode transcript, JsonNode coaching) {

        List<JsonNode> utterances() {
            return list(transcript.path("utterances"));
        }

        List<JsonNode> moments() {
            return list(coaching.path("moments"));
        }
    }

    /** A whole Earmark with the tiny model. */
    abstract Running start(Path directory) throws Exception;

    @BeforeAll
    void submit_both_calls() throws Exception {
        server = start(home.resolve("server"));
        api = new ApiClient(server.url(), server.key());
        heard = Map.of(PRICE, heard(PRICE), SCHEDULE, heard(SCHEDULE));
    }

    @AfterAll
    void stop() throws Exception {
        server.stop().close();
    }

    private Heard heard(String sample) throws Exception {
        GroundTruth truth = GroundTruth.of(sample);
        String call = coached(truth.recording(home));
        return new Heard(truth, call, api.transcript(call), api.moments(call));
    }

    private String coached(Path audio) throws InterruptedException {
        String call = String.valueOf(api.transcribe(audio, null).callId());
        List<Outcome> outcomes = watch().awaitCoached(List.of(new Watched(String.valueOf(audio.getFileName()), call)));
        assertThat(outcomes.get(0).failed()).isEmpty();
        return call;
    }

    private StageWatch watch() {
        return new StageWatch(api, new Unseen());
    }

    private Heard of(String sample) {
        return java.util.Objects.requireNonNull(heard.get(sample));
    }

    @ParameterizedTest
    @ValueSource(strings = {PRICE, SCHEDULE})
    void the_words_are_those_that_were_said(String sample) {
        for (int channel = 0; channel < 2; channel++) {
            String said = of(sample).truth().wordsOf(channel);
            String words = words(of(sample).utterances(), channel);
            assertThat(GroundTruth.wordErrorRate(said, words))
                    .as("word error rate of channel %d: said '%s', heard '%s'", channel, said, words)
                    .isLessThanOrEqualTo(MOST_WORD_ERRORS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {PRICE, SCHEDULE})
    void every_turn_has_its_speaker(String sample) {
        Map<String, String> roles = new java.util.HashMap<>();
        of(sample)
                .transcript()
                .path("speakers")
                .forEach(speaker -> roles.put(
                        speaker.path("id").asString(), speaker.path("role").asString()));
        for (JsonNode utterance : of(sample).utterances()) {
            Turn turn = turnOf(of(sample).truth(), utterance);
            assertThat(roles.get(utterance.path("speaker").asString()))
                    .as("who said '%s'", utterance.path("text").asString())
                    .isEqualTo(turn.speaker());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {PRICE, SCHEDULE})
    void every_turn_is_where_it_was(String sample) {
        for (Turn turn : of(sample).truth().turns()) {
            List<JsonNode> parts = of(sample).utterances().stream()
                    .filter(utterance -> turnOf(of(sample).truth(), utterance).equals(turn))
                    .toList();
            assertThat(parts).as("utterances of '%s'", turn.text()).isNotEmpty();
            assertThat(parts.get(0).path("start").asDouble())
                    .as("start of '%s'", turn.text())
                    .isCloseTo(turn.start(), within(MOST_SECONDS_OFF));
            assertThat(parts.get(parts.size() - 1).path("end").asDouble())
                    .as("end of '%s'", turn.text())
                    .isCloseTo(turn.end(), within(MOST_SECONDS_OFF));
        }
    }

    @Test
    void the_price_call_has_its_moments() {
        assertThat(types(PRICE)).contains("price_objection", "competitor_mention", "discount_offered");
        assertThat(quotes(PRICE, "competitor_mention")).anyMatch(quote -> quote.contains("hubspot"));
    }

    @Test
    void the_schedule_call_has_its_moments() {
        assertThat(types(SCHEDULE)).contains("competitor_mention", "hesitation", "next_step");
        assertThat(quotes(SCHEDULE, "competitor_mention")).anyMatch(quote -> quote.contains("gong"));
    }

    @Test
    void the_talk_is_measured() {
        JsonNode ratio = of(PRICE).coaching().path("metrics").path("talkRatio");
        double sum = list(ratio).stream().mapToDouble(JsonNode::asDouble).sum();
        assertThat(sum).isCloseTo(1, within(0.01));
        assertThat(of(PRICE).utterances())
                .allMatch(utterance ->
                        !utterance.path("sentiment").path("label").asString("").isEmpty());
    }

    @Test
    void a_replay_lets_the_moment_be_heard_again() throws Exception {
        JsonNode moment = of(PRICE).moments().stream()
                .filter(one -> one.path("type").asString().equals("price_objection"))
                .findFirst()
                .orElseThrow();
        String job =
                api.replay(of(PRICE).callId(), moment.path("id").asString()).id();
        JobStatus made = watch().await(List.of(job), "replay").get(0);
        assertThat(made.state()).as("%s", made.error()).isEqualTo(JobState.SUCCEEDED);

        Path replay = api.audio(job, home.resolve("replay.wav"));
        assertThat(Files.size(replay)).isPositive();
        String again = coached(replay);
        List<JsonNode> utterances = list(api.transcript(again).path("utterances"));
        String quote = moment.path("quote").asString();
        assertThat(List.of(words(utterances, 0), words(utterances, 1)))
                .as("'%s' in the replay", quote)
                .anyMatch(words -> GroundTruth.contained(quote, words) >= 1 - MOST_WORD_ERRORS);
    }

    /** The turn of the truth on the same channel that the utterance covers most of, wherever its words say it is. */
    private static Turn turnOf(GroundTruth truth, JsonNode utterance) {
        return truth.turns().stream()
                .max(Comparator.comparingDouble((Turn turn) -> overlap(turn, utterance))
                        .thenComparing(turn -> turn.channelNumber()
                                == utterance.path("channel").asInt()))
                .orElseThrow();
    }

    private static double overlap(Turn turn, JsonNode utterance) {
        return Math.min(turn.end(), utterance.path("end").asDouble())
                - Math.max(turn.start(), utterance.path("start").asDouble());
    }

    private static String words(List<JsonNode> utterances, int channel) {
        List<String> texts = new ArrayList<>();
        for (JsonNode utterance : utterances) {
            if (utterance.path("channel").asInt() == channel) {
                texts.add(utterance.path("text").asString());
            }
        }
        return String.join(" ", texts);
    }

    private List<String> types(String sample) {
        return of(sample).moments().stream()
                .map(moment -> moment.path("type").asString())
                .toList();
    }

    private List<String> quotes(String sample, String type) {
        return of(sample).moments().stream()
                .filter(moment -> moment.path("type").asString().equals(type))
                .map(moment -> moment.path("quote").asString())
                .toList();
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    /** Nobody looks. */
    static final class Unseen implements ProgressDisplay {

        @Override
        public void show(double done, String what) {}

        @Override
        public void close() {}
    }
}
