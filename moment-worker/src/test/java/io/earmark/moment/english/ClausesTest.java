package io.earmark.moment.english;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import io.earmark.moment.SampleCall;
import io.earmark.moment.Talk;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClausesTest {

    private static Utterance said(String text) {
        return Talk.ofOne().agent(text).transcript().utterances().get(0);
    }

    @Test
    void a_short_pause_cuts() throws Exception {
        Transcript call = SampleCall.of(SampleCall.SCHEDULE);
        assertThat(call.utterances())
                .flatExtracting(Clauses::of)
                .contains("how do you handle feedback today", "maybe", "i will send you an invitation");
    }

    @Test
    void but_and_because_cut_where_enough_is_on_either_side() {
        assertThat(Clauses.of(said("we like the product but it is too expensive")))
                .containsExactly("we like the product", "but it is too expensive");
        assertThat(Clauses.of(said("nothing but trouble"))).containsExactly("nothing but trouble");
    }

    @Test
    void full_stops_cut_if_the_recogniser_gives_them() {
        assertThat(Clauses.of(said("We like it. How much is it?"))).containsExactly("We like it.", "How much is it?");
    }

    @Test
    void length_cuts_and_no_word_is_lost() {
        String text = "word ".repeat(1000).strip();
        List<String> parts = Clauses.of(said(text));
        assertThat(parts).hasSize(50);
        assertThat(String.join(" ", parts)).isEqualTo(text);
    }

    @Test
    void nothing_said_has_no_parts() {
        assertThat(Clauses.of(said(""))).isEmpty();
    }

    @Test
    void words_that_are_not_the_texts_are_left_aside() {
        Utterance whole = said("one two three");
        Utterance broken = new Utterance(0, "S1", 0, 0, 1, "one two three four", 1, whole.words());
        assertThat(Clauses.of(broken)).containsExactly("one two three four");
    }
}
