package io.earmark.tts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextNormalizerTest {

    private final TextNormalizer normalizer = new TextNormalizer();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Dr. Smith and Mrs. Jones     | Doctor Smith and Missis Jones
            St. Louis                    | Saint Louis
            Acme Inc. vs. Initech        | Acme Incorporated versus Initech
            e.g. this                    | for example this
            $1,234.56                    | one thousand two hundred thirty four dollars and fifty six cents
            $1                           | one dollar
            $0.01                        | zero dollars and one cent
            $1.5 million                 | one point five million dollars
            $20k                         | twenty thousand dollars
            €99.00                       | ninety nine euros
            £2.50                        | two pounds and fifty pence
            $50/month                    | fifty dollars per month
            15% off                      | fifteen percent off
            2.5 %                        | two point five percent
            2.5 times                    | two point five times
            at 3:30                      | at three thirty
            at 9:05                      | at nine oh five
            at 12:00                     | at twelve o'clock
            at 3:30pm                    | at three thirty p m
            at 9 a.m. sharp              | at nine a m sharp
            555-123-4567                 | five five five, one two three, four five six seven
            (555) 123-4567               | five five five, one two three, four five six seven
            +1 555.123.4567              | one, five five five, one two three, four five six seven
            +44 20 7946 0958             | four four, two zero, seven nine four six, zero nine five eight
            5551234567                   | five five five one two three four five six seven
            2026-03-14                   | March fourteenth, twenty twenty six
            3/14/2026                    | March fourteenth, twenty twenty six
            March 3, 1999                | March third, nineteen ninety nine
            on Jan. 21st                 | on January twenty first
            the 22nd time                | the twenty second time
            since 1999                   | since nineteen ninety nine
            20000 seats                  | twenty thousand seats
            1,000,000 seats              | one million seats
            10k seats                    | ten thousand seats
            it is -5 today               | it is minus five today
            #1 choice                    | number one choice
            24/7                         | twenty four seven
            B2B                          | B two B
            ann@acme.com                 | ann at acme dot com
            https://www.acme.com         | www dot acme dot com
            R&D                          | R and D
            a “smart” don’t              | a smart don't
            wait — what                  | wait, what
            naïve café                   | naive cafe
            Привет                       | Privet
            ４２                           | forty two
            <b>bold</b>                  | b bold b
            so good 🎉                   | so good
            """)
    void what_a_synthesiser_misreads_is_written_out(String written, String spoken) {
        assertThat(normalizer.normalize(written)).isEqualTo(spoken);
    }

    @ParameterizedTest
    @ValueSource(strings = {"🎉 … !!", "", "   ", "\u0000\u0007", "--- ... ---", "\uD83C"})
    void text_without_words_is_empty(String text) {
        assertThat(normalizer.normalize(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "99/99/2026",
                "2026-99-99",
                "1,000,000,000,000,000,000,000,000",
                "$999,999,999,999,999,999.99",
                "12345678901234567890%",
                "1.2.3.4",
                "1,2,3",
                "25:99",
                "00000000000000000000th",
                "192.168.100.254:8080"
            })
    void figures_that_mean_nothing_are_still_words(String figures) {
        assertThat(normalizer.normalize(figures)).matches("[A-Za-z ,.:]+").doesNotContainPattern("\\d");
    }

    @Test
    void two_hundred_digits_are_read_one_by_one() {
        assertThat(normalizer.normalize("7".repeat(200)).split(" "))
                .hasSize(200)
                .containsOnly("seven");
    }

    /** A pattern that goes back over what it has seen would need hours for these. */
    @ParameterizedTest
    @ValueSource(strings = {"7", "7,", "1.", "$", "+1", "a.", "-", "(555) ", "1:", "/1", "é"})
    @Timeout(60)
    void no_text_is_slow(String repeated) {
        assertThat(normalizer.normalize(repeated.repeat(100_000 / repeated.length())))
                .isNotNull();
    }

    @Test
    void long_text_is_cut_into_pieces_of_bounded_length() {
        String text = "word ".repeat(10_000) + "x".repeat(1_000);
        assertThat(Sentences.of(text))
                .allSatisfy(piece -> assertThat(piece.length()).isLessThanOrEqualTo(250));
        assertThat(String.join("", Sentences.of(text)).replace(" ", "")).hasSize(41_000);
    }
}
