package io.earmark.moment.english;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    @Test
    void punctuation_and_capitals_go_and_apostrophes_stay() {
        assertThat(Words.of("Well, I don’t know -- it's 15% \"off\"!"))
                .containsExactly("well", "i", "don't", "know", "it's", "15", "off");
    }

    @Test
    void a_text_without_words_has_none() {
        assertThat(Words.of("")).isEmpty();
        assertThat(Words.of("  … ?! ")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "discounts, discounted",
        "prices, pricing",
        "invitation, invitations",
        "schedule, scheduling",
        "hubspot's, hubspot"
    })
    void inflections_of_one_word_have_one_stem(String one, String other) {
        assertThat(Words.stems(List.of(one))).isEqualTo(Words.stems(List.of(other)));
    }

    @ParameterizedTest
    @CsvSource({"expensive, expect", "price, prize", "budget, bucket", "sign, signal"})
    void other_words_have_another(String one, String other) {
        assertThat(Words.stems(List.of(one))).isNotEqualTo(Words.stems(List.of(other)));
    }
}
