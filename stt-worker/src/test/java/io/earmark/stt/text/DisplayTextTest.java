package io.earmark.stt.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.call.Token;
import io.earmark.call.Utterance;
import io.earmark.call.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;

class DisplayTextTest {

    /** Every kind of word that the rules look at, so that random talk runs into all of them. */
    private static final List<String> TALK = Arrays.asList(
            ("zero oh one two three five nine ten eleven fifteen twenty thirty ninety hundred thousand million and a point"
                            + " percent per cent dollars dollar cents euros bucks double triple first second third twentieth"
                            + " march may june monday o'clock a m p m am pm at dot com org underscore dash john gmail www"
                            + " c r i hubspot crm what how do you is it the of to or in um uh yes hub spot <unk> k")
                    .split(" "));

    private final DisplayText display = new DisplayText(Map.of("hub spot", "HubSpot", "jordan lee", "Jordan Lee"));

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/text/spoken-written.txt", delimiter = '|', quoteCharacter = '`')
    void what_is_spoken_is_written_as_people_write_it(String spoken, String written) {
        assertThat(display.written(List.of(said(spoken, 0))).get(0).display()).isEqualTo(written);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void every_word_is_in_one_token_in_order_and_nothing_is_lost(long seed) {
        Random random = new Random(seed);
        String spoken = random.ints(1 + random.nextInt(40), 0, TALK.size())
                .mapToObj(TALK::get)
                .collect(Collectors.joining(" "));
        Utterance before = said(spoken, random.nextDouble() / 3);
        Utterance after = display.written(List.of(before)).get(0);
        assertThat(after.words()).isEqualTo(before.words());
        assertThat(after.text()).isEqualTo(before.text());
        int next = 0;
        for (Token token : after.tokens()) {
            assertThat(token.from()).as(spoken).isEqualTo(next);
            assertThat(token.to()).isGreaterThan(token.from());
            assertThat(token.start()).isEqualTo(before.words().get(token.from()).start());
            assertThat(token.end()).isEqualTo(before.words().get(token.to() - 1).end());
            assertThat(token.text()).isNotBlank().isEqualTo(token.text().strip());
            next = token.to();
        }
        assertThat(next).isEqualTo(before.words().size());
    }

    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    @Test
    void pauses_part_sentences_and_an_open_one_goes_on_after_the_cut() {
        Utterance first = new Utterance(
                0,
                "S1",
                0,
                0,
                9,
                "",
                1,
                List.of(
                        new Word("good", 0.5, 0.7, 1),
                        new Word("morning", 0.7, 1.25, 1),
                        new Word("this", 1.65, 1.9, 1),
                        new Word("is", 1.9, 2.0, 1),
                        new Word("sarah", 2.0, 2.3, 1),
                        new Word("i", 2.7, 2.8, 1),
                        new Word("called", 2.8, 3.0, 1),
                        new Word("because", 3.0, 3.4, 1)));
        Utterance second = said("we talked at gong", 0);
        List<Utterance> written = display.written(List.of(first, second));
        assertThat(written)
                .extracting(Utterance::display)
                .containsExactly("Good morning. This is Sarah. I called because", "we talked at gong.");
    }

    @Test
    void a_condition_is_no_sentence() {
        Utterance said = new Utterance(
                0,
                "S1",
                0,
                0,
                9,
                "",
                1,
                List.of(
                        new Word("if", 0, 0.2, 1),
                        new Word("you", 0.2, 0.4, 1),
                        new Word("sign", 0.4, 1, 1),
                        new Word("we", 1.4, 1.6, 1),
                        new Word("win", 1.6, 2, 1),
                        new Word("thanks", 2.5, 3, 1)));
        assertThat(display.written(List.of(said)).get(0).display()).isEqualTo("If you sign, we win. Thanks.");
    }

    @Test
    void fillers_stay_and_are_marked() {
        List<Token> tokens =
                display.written(List.of(said("um we uh agree", 0))).get(0).tokens();
        assertThat(tokens).extracting(Token::text).containsExactly("Um,", "we", "uh", "agree.");
        assertThat(tokens).extracting(Token::filler).containsExactly(true, false, true, false);
    }

    @Test
    void the_vocabulary_is_written_as_it_was_given_and_keeps_what_was_heard() {
        Utterance said = new Utterance(
                0,
                "S1",
                0,
                0,
                2,
                "",
                1,
                List.of(new Word("jordan", 0, 0.5, 1), new Word("lee", 0.5, 1, 1, "lea"), new Word("here", 1, 2, 1)));
        List<Token> tokens = display.written(List.of(said)).get(0).tokens();
        assertThat(tokens).extracting(Token::text).containsExactly("Jordan Lee", "here.");
        assertThat(tokens.get(0).original()).isEqualTo("lea");
    }

    private static Utterance said(String spoken, double pause) {
        List<Word> words = new ArrayList<>();
        double time = 1;
        for (String word : spoken.strip().split(" ")) {
            words.add(new Word(word, time, time + 0.2, 1));
            time += 0.2 + pause;
        }
        return new Utterance(0, "S1", 0, 1, time, spoken, 1, words);
    }
}
