package io.earmark.moment.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LexiconSentimentTest {

    private static final LexiconSentiment SENTIMENT = bundled();

    private static LexiconSentiment bundled() {
        try {
            return LexiconSentiment.bundled();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static double score(String text) {
        return SENTIMENT.analyze(text).score();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "that sounds good please send me the contract",
                "this is exactly what we need i love it",
                "we are very happy with the service",
                "your team has been really helpful",
                "it was easy to set up and it works well",
                "i am impressed by the accuracy",
                "that makes sense",
                "great i will send it today",
                "okay that is fair",
                "we saved a lot of time with it",
                "it is not bad at all",
                "we have no complaints",
                "no problem i can do that",
                "we can't wait to get started",
                "i don't hate it",
                "the old tool was terrible but this one is excellent",
                "thanks i appreciate your help",
                "we had problems at first but now it is reliable"
            })
    void a_content_customer_sounds_positive(String text) {
        assertThat(SENTIMENT.analyze(text).label())
                .as("%s: %s", text, score(text))
                .isEqualTo("positive");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "we are really unhappy with your support",
                "this is a complete waste of time",
                "i am very disappointed",
                "the last update was a disaster",
                "it is not helpful at all",
                "it doesn't work",
                "we are not satisfied with the results",
                "honestly it was a frustrating experience",
                "your people were rude to my colleague",
                "the system crashes all the time",
                "i don't like the way this was handled",
                "we lost two customers because of the outage",
                "that is unacceptable",
                "it looks nice but it is useless",
                "we never had a good experience with it",
                "this whole thing has been a nightmare",
                "it is too expensive for us",
                "stop calling me",
                "i feel misled by your salesman",
                "the onboarding was slow and confusing"
            })
    void an_unhappy_customer_sounds_negative(String text) {
        assertThat(SENTIMENT.analyze(text).label())
                .as("%s: %s", text, score(text))
                .isEqualTo("negative");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "?!",
                "maybe",
                "our budget is around twenty thousand dollars",
                "we have an office in chicago",
                "good morning this is sarah from acme",
                "do you have a few minutes",
                "can you call me back on tuesday at three thirty",
                "tuesday at three thirty",
                "would you like to see a demo",
                "what kind of software do you use today",
                "how many people are on your sales team",
                "i wanted to follow up on the proposal i sent you last week",
                "we already use gong",
                "hubspot gave us a lower price",
                "i understand your concern what is your budget for this year",
                "have a nice day goodbye"
            })
    void trade_and_politeness_sound_neutral(String text) {
        assertThat(SENTIMENT.analyze(text).label())
                .as("%s: %s", text, score(text))
                .isEqualTo("neutral");
        assertThat(score(text)).isBetween(-0.049, 0.049);
    }

    @Test
    void a_booster_strengthens_and_a_dampener_weakens() {
        assertThat(score("it is very good")).isGreaterThan(score("it is good"));
        assertThat(score("it is slightly bad")).isGreaterThan(score("it is bad"));
        assertThat(score("it is extremely bad")).isLessThan(score("it is bad"));
    }

    @Test
    void a_negation_turns_round_and_weakens() {
        assertThat(score("it is not good")).isNegative().isGreaterThan(-score("it is good"));
        assertThat(score("it is not terrible")).isPositive().isLessThan(-score("it is terrible"));
    }

    @Test
    void a_no_that_answers_negates_nothing() {
        assertThat(score("no we love it")).isPositive();
        assertThat(score("no good")).isNegative();
    }

    @Test
    void what_follows_but_weighs_more() {
        assertThat(score("it is good but it is bad")).isNegative();
        assertThat(score("it is bad but it is good")).isPositive();
    }

    @Test
    void the_formula_is_the_published_one() {
        // good = 2.2, very = +0.293: 2.493 / sqrt(2.493² + 15)
        assertThat(score("very good")).isCloseTo(0.541, within(0.0005));
        // bad = -2.0, negated: 1.48 / sqrt(1.48² + 15)
        assertThat(score("nobody bad")).isCloseTo(0.357, within(0.0005));
    }

    @Test
    void capitals_and_punctuation_change_nothing() {
        assertThat(score("GREAT! That’s perfect.")).isEqualTo(score("great that's perfect"));
    }

    @Test
    void a_long_text_stays_within_bounds() {
        assertThat(score("terrible ".repeat(10_000))).isBetween(-1.0, -0.99);
        assertThat(score("wonderful ".repeat(10_000))).isBetween(0.99, 1.0);
    }

    @Test
    void the_lexicon_is_a_serious_one_and_has_every_entry_once() throws Exception {
        assertThat(Lexicon.bundled().size()).isGreaterThan(700);
        assertThatThrownBy(() -> Lexicon.read(new BufferedReader(new StringReader("1 good\n2 good"))))
                .hasMessageContaining("'good' twice");
    }
}
