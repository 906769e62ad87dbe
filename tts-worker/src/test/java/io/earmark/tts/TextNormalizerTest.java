package io.earmark.tts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextNormalizerTest {

    private final TextNormalizer normalizer = new TextNormalizer();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Dr. Smith           | Doctor Smith
            $1,234.56           | one thousand two hundred thirty four dollars and fifty six cents
            $1                  | one dollar
            15% off             | fifteen percent off
            2.5 times           | two point five times
            at 3:30             | at three thirty
            at 9:05             | at nine oh five
            at 12:00            | at twelve o'clock
            555-123-4567        | five five five one two three four five six seven
            20000 seats         | twenty thousand seats
            ann@acme            | ann at acme
            so good 🎉          | so good
            """)
    void what_a_synthesiser_misreads_is_written_out(String written, String spoken) {
        assertThat(normalizer.normalize(written)).isEqualTo(spoken);
    }

    @Test
    void text_without_words_is_empty() {
        assertThat(normalizer.normalize("🎉 … !!")).isEmpty();
    }

    @Test
    void long_text_is_cut_into_pieces_of_bounded_length() {
        String text = "word ".repeat(10_000) + "x".repeat(1_000);
        assertThat(Sentences.of(text))
                .allSatisfy(piece -> assertThat(piece.length()).isLessThanOrEqualTo(250));
        assertThat(String.join("", Sentences.of(text)).replace(" ", "")).hasSize(41_000);
    }
}
