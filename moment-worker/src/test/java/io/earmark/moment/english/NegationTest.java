package io.earmark.moment.english;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NegationTest {

    /** What is asked about stands behind the bar. */
    private static boolean negated(String text) {
        List<String> before = Words.of(text.substring(0, text.indexOf('|')));
        return Negation.before(Words.of(text), before.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "it is not | too expensive",
                "it isn't | too expensive",
                "that is not really | too expensive",
                "i do not think that it is | too expensive",
                "i'm not saying it is | too expensive",
                "we cannot give you a | discount",
                "there is no | discount",
                "we never give a | discount",
                "not because it is | too expensive"
            })
    void what_a_negation_reaches_is_negated(String text) {
        assertThat(negated(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "it is | too expensive",
                "no it is | too expensive",
                "we did not buy because hubspot was | too expensive",
                "i don't know yet but it looks | too expensive",
                "| too expensive",
                "why not hubspot then you are | too expensive"
            })
    void what_it_does_not_reach_is_not(String text) {
        assertThat(negated(text)).isFalse();
    }
}
