package io.earmark.moment.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.earmark.call.Metrics;
import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import io.earmark.moment.Talk;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TalkMetricsTest {

    private static final Offset<Double> EXACT = within(1e-9);

    /** 30 s: the agent 1-7 and 12-17 and 20-24, the customer 8-11, cutting in at 16-19. */
    private static final Transcript CALL = Talk.ofTwo()
            .at("S1", 1, 7, "good morning um what is your budget this year please")
            .at("S2", 8, 11, "it is uh around ten thousand")
            .at("S1", 12, 17, "then i can offer you the small plan")
            .at("S2", 16, 19, "wait how much is that")
            .at("S1", 20, 24, "it is nine thousand for the year")
            .transcript(30);

    private final Metrics metrics = TalkMetrics.of(CALL);

    @Test
    void talk_time_and_its_ratio() {
        assertThat(metrics.talkSeconds()).containsEntry("S1", 15.0).containsEntry("S2", 6.0);
        assertThat(metrics.talkRatio().get("S1")).isCloseTo(15.0 / 21, EXACT);
        assertThat(metrics.talkRatio().get("S2")).isCloseTo(6.0 / 21, EXACT);
    }

    @Test
    void silence_and_overlap() {
        // Spoken 1-7, 8-11, 12-19, 20-24: 20 s of 30; both at 16-17.
        assertThat(metrics.silenceSeconds()).isCloseTo(10, EXACT);
        assertThat(metrics.overlapSeconds()).isCloseTo(1, EXACT);
    }

    @Test
    void words_a_minute_and_fillers() {
        // 10 + 8 + 7 words in 15 s; 6 + 5 in 6 s.
        assertThat(metrics.wordsPerMinute().get("S1")).isCloseTo(25 / 15.0 * 60, EXACT);
        assertThat(metrics.wordsPerMinute().get("S2")).isCloseTo(11 / 6.0 * 60, EXACT);
        assertThat(metrics.fillerWords()).isEqualTo(Map.of("S1", 1, "S2", 1));
    }

    @Test
    void questions_interruptions_and_turns() {
        assertThat(metrics.questions()).isEqualTo(Map.of("S1", 1, "S2", 1));
        assertThat(metrics.interruptions()).isEqualTo(Map.of("S1", 0, "S2", 1));
        assertThat(metrics.turns()).isEqualTo(5);
    }

    @Test
    void longest_monologues() {
        assertThat(metrics.longestMonologueSeconds()).isEqualTo(Map.of("S1", 6.0, "S2", 3.0));
    }

    @Test
    void interactivity_and_patience() {
        assertThat(metrics.switchesPerMinute()).isCloseTo(4 / 0.5, EXACT);
        // The agent answers after 1 s and 1 s, the customer after 1 s; cutting in is no answer.
        assertThat(metrics.patienceSeconds()).isEqualTo(Map.of("S1", 1.0, "S2", 1.0));
    }

    @Test
    void a_short_yes_does_not_end_a_monologue_and_three_words_do() {
        Transcript call = Talk.ofTwo()
                .at("S1", 0, 30, "one two three four")
                .at("S2", 31, 32, "mm okay")
                .at("S1", 33, 50, "five six seven")
                .at("S2", 51, 53, "that is enough")
                .at("S1", 54, 60, "eight nine ten")
                .transcript();
        assertThat(TalkMetrics.monologues(call))
                .extracting(TalkMetrics.Monologue::utterances)
                .containsExactly(List.of(0, 2), List.of(3), List.of(4));
        assertThat(TalkMetrics.of(call).longestMonologueSeconds()).containsEntry("S1", 50.0);
    }

    @Test
    void talking_along_without_taking_over_is_no_interruption() {
        Transcript call = Talk.ofTwo()
                .at("S1", 0, 10, "i will tell you all about it")
                .at("S2", 4, 5, "yes")
                .at("S2", 9.8, 12, "now it is my turn")
                .transcript();
        assertThat(TalkMetrics.interruptions(call)).isEmpty();
    }

    @Test
    void an_empty_transcript_has_nothing_but_silence() {
        Metrics none = TalkMetrics.of(Talk.ofTwo().transcript(12));
        assertThat(none.talkRatio()).isEqualTo(Map.of("S1", 0.0, "S2", 0.0));
        assertThat(none.wordsPerMinute()).isEqualTo(Map.of("S1", 0.0, "S2", 0.0));
        assertThat(none.patienceSeconds()).isEqualTo(Map.of("S1", 0.0, "S2", 0.0));
        assertThat(none.silenceSeconds()).isEqualTo(12);
        assertThat(none.turns()).isZero();
        assertThat(none.switchesPerMinute()).isZero();
        assertThat(TalkMetrics.of(Talk.ofTwo().transcript(0)).switchesPerMinute())
                .isZero();
    }

    @Test
    void one_speaker_has_all_of_the_talk() {
        Metrics alone = TalkMetrics.of(Talk.ofOne()
                .at("S1", 1, 3, "one two three")
                .at("S1", 4, 6, "four")
                .transcript(10));
        assertThat(alone.talkRatio()).isEqualTo(Map.of("S1", 1.0));
        assertThat(alone.turns()).isEqualTo(1);
        assertThat(alone.longestMonologueSeconds()).isEqualTo(Map.of("S1", 5.0));
        assertThat(alone.silenceSeconds()).isCloseTo(6, EXACT);
        assertThat(alone.interruptions()).isEqualTo(Map.of("S1", 0));
    }

    static List<Transcript> any_calls() {
        Random random = new Random(7);
        return random.ints(200, 0, 60).mapToObj(count -> any(random, count)).toList();
    }

    private static Transcript any(Random random, int count) {
        Talk talk = Talk.ofTwo();
        for (int i = 0; i < count; i++) {
            double start = random.nextDouble() * 100;
            talk.at(random.nextBoolean() ? "S1" : "S2", start, start + random.nextDouble() * 9, "so what is it um");
        }
        return talk.transcript(110);
    }

    @ParameterizedTest
    @MethodSource("any_calls")
    void what_holds_of_every_call(Transcript call) {
        Metrics any = TalkMetrics.of(call);
        int said = call.utterances().size();
        double ratios =
                any.talkRatio().values().stream().mapToDouble(one -> one).sum();
        double talk =
                any.talkSeconds().values().stream().mapToDouble(one -> one).sum();
        assertThat(ratios).isCloseTo(said == 0 ? 0 : 1, EXACT);
        assertThat(any.silenceSeconds() + spoken(call)).isCloseTo(call.durationSeconds(), within(0.05 * (said + 1)));
        assertThat(any.overlapSeconds()).isBetween(0.0, talk);
        assertThat(any.turns()).isBetween(Math.min(1, said), said);
        any.longestMonologueSeconds()
                .forEach((speaker, seconds) -> assertThat(seconds).isBetween(0.0, call.durationSeconds()));
        assertThat(any.interruptions().values()).allMatch(count -> count >= 0 && count <= said);
        assertThat(any.patienceSeconds().values()).allMatch(wait -> wait >= 0);
    }

    /** Counted otherwise than by the code: by looking every 10 ms. */
    private static double spoken(Transcript call) {
        int hits = 0;
        for (int tick = 0; tick < call.durationSeconds() * 100; tick++) {
            double now = tick / 100.0 + 0.005;
            hits += call.utterances().stream().anyMatch(said -> during(said, now)) ? 1 : 0;
        }
        return hits / 100.0;
    }

    private static boolean during(Utterance said, double now) {
        return said.start() <= now && now < said.end();
    }
}
