package io.earmark.moment.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.moment.english.Words;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhraseTest {

    private static Optional<String> match(String phrase, String text, boolean evenNegated) {
        List<String> words = Words.of(text);
        return Phrase.parse(phrase).orElseThrow().in(words, Words.stems(words), evenNegated);
    }

    @ParameterizedTest
    @CsvSource({
        "too expensive, well it is too expensive for us, too expensive",
        "lower price, they have lower prices, lower prices",
        "schedule ... call, let's schedule a short call, schedule a short call",
        "schedule ... call, we scheduled the calls, scheduled the calls",
        "don't have ... time, they don't have the time, don't have the time",
        "percent off, it is 10 Percent off!, Percent off",
        "hubspot, hubspot's reports, hubspot's",
        "not sure, i am not sure, not sure"
    })
    void words_match_in_any_inflection(String phrase, String text, String matched) {
        assertThat(match(phrase, text, false))
                .hasValueSatisfying(found -> assertThat(found).isEqualToIgnoringCase(matched));
    }

    @ParameterizedTest
    @CsvSource({
        "too expensive, it is not too expensive",
        "too expensive, i don't think it is too expensive",
        "too expensive, expensive too",
        "schedule ... call, schedule one two three four five call",
        "discount, we never give a discount",
        "maybe, may be",
        "sign, signal"
    })
    void other_words_and_negated_ones_do_not(String phrase, String text) {
        assertThat(match(phrase, text, false)).isEmpty();
    }

    @Test
    void a_name_counts_even_negated() {
        assertThat(match("hubspot", "we do not use hubspot", false)).isPresent();
        assertThat(match("hubspot", "it is not hubspot", false)).isEmpty();
        assertThat(match("hubspot", "it is not hubspot", true)).contains("hubspot");
    }

    @Test
    void a_negated_one_does_not_hide_another_further_on() {
        assertThat(match("too expensive", "it is not too expensive now but next year it is too expensive", false))
                .contains("too expensive");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "...", "... call", "call ...", "?!"})
    void a_phrase_begins_and_ends_with_a_word(String phrase) {
        assertThat(Phrase.parse(phrase)).isEmpty();
    }
}
