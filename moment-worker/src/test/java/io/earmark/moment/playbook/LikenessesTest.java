package io.earmark.moment.playbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earmark.call.Moment;
import io.earmark.call.Transcript;
import io.earmark.moment.Talk;
import io.earmark.moment.similarity.MiniLm;
import io.earmark.moment.similarity.SentenceEncoder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the real sentence model. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LikenessesTest {

    private static final Likenesses.Pace UNWATCHED = fraction -> {};

    private final MiniLm encoder = new MiniLm();

    @SuppressWarnings("NullAway.Init")
    private Playbook playbook;

    @SuppressWarnings("NullAway.Init")
    private Likenesses likenesses;

    private record Sentence(String type, String text) {

        /** What the customer may not say is the agent's. */
        Transcript said() {
            Talk talk = Talk.ofTwo();
            return (type.equals("discount_offered") ? talk.agent(text) : talk.customer(text)).transcript();
        }
    }

    @BeforeAll
    void read() throws Exception {
        playbook = Playbook.bundled();
        likenesses = new Likenesses(playbook, encoder);
    }

    @AfterAll
    void close() {
        encoder.close();
    }

    private static List<Sentence> sentences() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(LikenessesTest.class.getResourceAsStream("/sales-talk.txt")),
                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\\|"))
                    .map(parts -> new Sentence(parts[0], parts[1]))
                    .toList();
        }
    }

    private List<Likeness> of(Transcript transcript) throws InterruptedException {
        return likenesses.of(transcript, UNWATCHED);
    }

    /** The calibration: what is none of a type's never sounds like it, and four of five of its paraphrases do. */
    @Test
    void paraphrases_match_and_unrelated_sentences_do_not() throws Exception {
        List<String> missed = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        int meant = 0;
        for (Sentence sentence : sentences()) {
            List<String> types =
                    of(sentence.said()).stream().map(Likeness::type).toList();
            meant += sentence.type().equals("none") ? 0 : 1;
            if (!sentence.type().equals("none") && !types.contains(sentence.type())) {
                missed.add(sentence.text());
            }
            types.stream()
                    .filter(type -> !type.equals(sentence.type()))
                    .forEach(type -> wrong.add(type + ": " + sentence.text()));
        }
        assertThat(meant).isGreaterThan(30);
        assertThat(wrong).isEmpty();
        assertThat(missed).hasSizeLessThan(meant / 5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "it does not cost more than we wanted to spend",
                "we have the money for this right now",
                "this is urgent for us",
                "your price is not the problem for us",
                "we are ready to decide"
            })
    void the_opposite_does_not_sound_alike(String text) throws Exception {
        assertThat(of(Talk.ofTwo().customer(text).transcript()))
                .extracting(Likeness::type)
                .doesNotContain("price_objection", "hesitation");
    }

    @Test
    void a_moment_says_what_it_sounds_like() throws Exception {
        Transcript call = Talk.ofTwo()
                .customer("it costs far more than we had planned to spend")
                .transcript();
        List<Moment> moments = new Coach(playbook, 60).moments(call, List.of(), of(call));
        assertThat(moments).singleElement().satisfies(moment -> {
            assertThat(moment.type()).isEqualTo("price_objection");
            assertThat(moment.why())
                    .matches("The customer objects to the price \\(sounds like “it costs more than we wanted to spend”,"
                            + " similarity 0\\.[6-9]\\d\\)");
            assertThat(moment.score()).isBetween(0.4, 0.75);
        });
    }

    @Test
    void only_who_may_say_it_says_it() throws Exception {
        String text = "it costs more than we can pay";
        assertThat(of(Talk.ofTwo().customer(text).transcript())).hasSize(1);
        assertThat(of(Talk.ofTwo().agent(text).transcript()))
                .extracting(Likeness::type)
                .doesNotContain("price_objection");
    }

    @Test
    void a_part_of_a_long_utterance_is_enough() throws Exception {
        Transcript call = Talk.ofTwo()
                .customer("we had a look at it with the whole team last week but it costs more than we wanted to spend")
                .transcript();
        assertThat(of(call)).extracting(Likeness::type).contains("price_objection");
    }

    @Test
    void the_examples_are_encoded_once_and_so_is_what_is_said_again() throws Exception {
        AtomicInteger encoded = new AtomicInteger();
        Likenesses counted = new Likenesses(playbook, counting(encoded));
        Transcript once = Talk.ofTwo().customer("we sell shoes and boots").transcript();
        counted.of(once, UNWATCHED);
        int examples = encoded.get() - 1;
        encoded.set(0);
        Talk again = Talk.ofTwo();
        for (int i = 0; i < 1000; i++) {
            again.customer("we sell shoes and boots").agent("okay").customer("and hats and coats");
        }
        counted.of(again.transcript(), UNWATCHED);
        assertThat(examples).isGreaterThan(30);
        assertThat(encoded).hasValue(2);
    }

    @Test
    void a_long_call_can_be_stopped_at_any_time() {
        Talk talk = Talk.ofTwo();
        for (int i = 0; i < 10_000; i++) {
            talk.customer("this is what the customer said at " + i);
        }
        AtomicInteger encoded = new AtomicInteger();
        List<Double> paces = new ArrayList<>();
        Likenesses counted = new Likenesses(playbook, counting(encoded));
        assertThatThrownBy(() -> counted.of(talk.transcript(), fraction -> {
                    paces.add(fraction);
                    if (paces.size() == 5) {
                        throw new InterruptedException("stop");
                    }
                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(encoded.get()).isLessThan(1000);
        assertThat(paces).isSorted().allMatch(fraction -> fraction >= 0 && fraction < 0.1);
    }

    @Test
    void without_examples_the_model_is_not_wanted() throws Exception {
        Playbook words = new PlaybookReader("words.yml")
                .read("moments: [{type: a, by: any, weight: 1, phrases: [b], why: c, suggestion: d}]");
        Likenesses none = new Likenesses(words, broken());
        assertThat(none.of(Talk.ofTwo().customer("a b c d").transcript(), UNWATCHED))
                .isEmpty();
    }

    @Test
    void a_broken_model_says_so_each_time() {
        Likenesses failing = new Likenesses(playbook, broken());
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> failing.of(Talk.ofTwo().transcript(), UNWATCHED))
                    .hasMessage("no model");
        }
    }

    /** Far from everything, and counted. */
    private static SentenceEncoder counting(AtomicInteger encoded) {
        return encoder(sentences -> {
            encoded.addAndGet(sentences.size());
            return sentences.stream().map(sentence -> new float[4]).toList();
        });
    }

    private static SentenceEncoder broken() {
        return encoder(sentences -> {
            throw new IllegalStateException("no model");
        });
    }

    private static SentenceEncoder encoder(java.util.function.Function<List<String>, List<float[]>> encode) {
        return new SentenceEncoder() {
            @Override
            public List<float[]> encode(List<String> sentences) {
                return encode.apply(sentences);
            }

            @Override
            public void close() {}
        };
    }
}
