package io.earmark.moment.playbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earmark.call.Moment;
import io.earmark.moment.Talk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaybookTest {

    private static final String GOOD = """
            moments:
              - type: legal_review
                by: customer
                weight: 0.8
                phrases: [our lawyers, legal ... review]
                why: Lawyers come in
                suggestion: Ask who they are.
            """;

    @TempDir
    private Path directory = Path.of("");

    private Path file(String text) throws Exception {
        return Files.writeString(directory.resolve("mine.yml"), text);
    }

    @Test
    void the_bundled_one_has_all_types() throws Exception {
        assertThat(Playbook.bundled().plays())
                .extracting(Play::type)
                .containsExactlyInAnyOrder(
                        "price_objection",
                        "competitor_mention",
                        "discount_offered",
                        "next_step",
                        "next_step_missing",
                        "long_monologue",
                        "interruption",
                        "customer_negative",
                        "unanswered_question",
                        "buying_signal",
                        "hesitation");
    }

    @Test
    void a_type_of_ones_own_is_found() throws Exception {
        Coach coach = new Coach(Playbook.read(file(GOOD)), 60);
        List<Moment> moments = coach.moments(
                Talk.ofTwo()
                        .customer("our lawyer wants to see it and the legal department reviews it")
                        .transcript(),
                List.of(),
                List.of());
        assertThat(moments).singleElement().satisfies(moment -> {
            assertThat(moment.type()).isEqualTo("legal_review");
            assertThat(moment.why()).isEqualTo("Lawyers come in (matched “our lawyer”, “legal department reviews”)");
            assertThat(moment.suggestion()).isEqualTo("Ask who they are.");
            assertThat(moment.score()).isEqualTo(0.87);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "weight: 0.8 | weight: high | line 4: weight must be a number from 0 to 1, not 'high'.",
                "weight: 0.8 | weight: 7 | line 4: weight must be a number from 0 to 1, not '7'.",
                "weight: 0.8 | weight: NaN | line 4: weight must be a number from 0 to 1, not 'NaN'.",
                "by: customer | by: me | line 3: by must be agent, customer or any, not 'me'.",
                "by: customer | bye: customer | line 3: unknown field 'bye'; known are by, even-negated, examples",
                "type: legal_review | type: Legal Review | line 2: type must be small letters, digits and _, not 'Legal Review'.",
                "phrases: [our lawyers, legal ... review] | phrases: our lawyers | line 5: phrases must be a list.",
                "phrases: [our lawyers, legal ... review] | phrases: [our lawyers, legal ...] | line 5: a phrase must begin and end with a word: 'legal ...'.",
                "phrases: [our lawyers, legal ... review] | phrases: [{a: b}] | line 5: phrases must hold texts only",
                "phrases: [our lawyers, legal ... review] | examples: [] | line 2: 'legal_review' needs phrases or examples",
                "why: Lawyers come in | similarity: 0.5 | line 2: why is missing or is no text.",
                "why: Lawyers come in | why: [a] | line 6: why is missing or is no text.",
                "weight: 0.8 | even-negated: perhaps | line 2: weight is missing or is no text.",
                "moments: | moment: | line 1: unknown field 'moment'; known are moments, similarity.",
                "phrases: [our | phrases: [[our | this is not YAML"
            })
    void a_broken_one_says_where_and_what(String good, String bad, String complaint) throws Exception {
        Path broken = file(GOOD.replace(good, bad));
        assertThatThrownBy(() -> Playbook.read(broken))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(broken.toString())
                .hasMessageContaining(complaint);
    }

    @Test
    void even_negated_is_true_or_false() throws Exception {
        Path broken = file(GOOD.replace("by: customer", "by: customer\n    even-negated: perhaps"));
        assertThatThrownBy(() -> Playbook.read(broken))
                .hasMessageContaining("line 4: even-negated must be true or false.");
    }

    @Test
    void a_type_is_there_once() throws Exception {
        Path broken = file(GOOD + GOOD.replace("moments:\n", ""));
        assertThatThrownBy(() -> Playbook.read(broken))
                .hasMessageContaining("line 8: the type 'legal_review' is there twice.");
    }

    @Test
    void an_empty_one_an_absent_one_and_one_that_is_no_text_are_told_apart() throws Exception {
        Path empty = file("");
        assertThatThrownBy(() -> Playbook.read(empty)).hasMessageContaining("it is empty");
        assertThatThrownBy(() -> Playbook.read(directory.resolve("none.yml")))
                .hasMessageContaining("none.yml, which is no file that can be read");
        Path binary = Files.write(directory.resolve("binary.yml"), new byte[] {(byte) 0xC3, 0x28});
        assertThatThrownBy(() -> Playbook.read(binary)).hasMessageContaining("is not text in UTF-8");
        Path list = file("- a\n- b\n");
        assertThatThrownBy(() -> Playbook.read(list)).hasMessageContaining("line 1: expected fields such as moments");
        Path none = file("moments: []\n");
        assertThatThrownBy(() -> Playbook.read(none))
                .hasMessageContaining("'moments' must be a list with at least one");
    }
}
