package io.earmark.stt.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.call.Redacted.Mask;
import io.earmark.call.Sensitive;
import io.earmark.call.Utterance;
import io.earmark.call.Word;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MaskedCallTest {

    private static final Set<Sensitive> ALL = EnumSet.allOf(Sensitive.class);
    private static final List<String> DIGITS =
            List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");

    static Stream<String> cases() throws IOException {
        try (InputStream file = MaskedCallTest.class.getResourceAsStream("/redact/said-masked.txt")) {
            String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.isBlank() && !line.startsWith("#"));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void what_must_not_be_read_is_masked_and_the_rest_stays(String line) {
        String[] sides = line.split("\\|");
        MaskedCall masked = MaskedCall.of(said(0, 0, sides[0].strip()), ALL);
        assertThat(text(masked.utterances())).isEqualTo(sides[1].strip());
        for (Utterance said : masked.utterances()) {
            assertThat(said.text())
                    .isEqualTo(said.words().stream().map(Word::text).collect(Collectors.joining(" ")));
        }
    }

    @Test
    void only_what_was_asked_for_is_masked() {
        List<Utterance> said = said(0, 0, "seven one five five five five oh one two three // eight eight four two");
        assertThat(text(MaskedCall.of(said, Set.of(Sensitive.CARD)).utterances()))
                .isEqualTo(text(said));
        assertThat(text(MaskedCall.of(said, Set.of(Sensitive.PHONE)).utterances()))
                .as("a code read on with it cannot be told from it")
                .isEqualTo("[phone] [phone]");
        assertThat(MaskedCall.of(said, Set.of()).utterances()).isSameAs(said);
    }

    @Test
    void a_long_number_that_begins_as_no_card_does_must_check_to_be_one() {
        String order = "the order is one two three four five six seven eight nine oh one two three four five six";
        assertThat(Luhn.holds("1234567890123456")).isFalse();
        List<Utterance> said = said(0, 0, order);
        assertThat(text(MaskedCall.of(said, Set.of(Sensitive.CARD)).utterances()))
                .isEqualTo(order);
        assertThat(text(MaskedCall.of(said, Set.of(Sensitive.DIGITS)).utterances()))
                .isEqualTo("the order is [digits]");
        List<Utterance> misheard = said(0, 0, "it is for one two three four five six seven eight nine");
        assertThat(text(MaskedCall.of(misheard, Set.of(Sensitive.SSN)).utterances()))
                .isEqualTo("it is [ssn]");
    }

    @Test
    void the_other_side_asks_and_may_interrupt() {
        List<Utterance> call = new ArrayList<>(said(0, 0, "and the security code on the back"));
        call.addAll(said(1, 4, "four // five six"));
        call.addAll(said(0, 5, "uh huh"));
        MaskedCall masked = MaskedCall.of(call, Set.of(Sensitive.CARD));
        assertThat(text(masked.utterances())).isEqualTo("and the security code on the back [card] [card] uh huh");
        assertThat(masked.masks()).hasSize(1).first().satisfies(mask -> {
            assertThat(mask.kind()).isEqualTo(Sensitive.CARD);
            assertThat(mask.channel()).isEqualTo(1);
            assertThat(mask.start()).isEqualTo(4);
            assertThat(mask.end()).as("over the pause").isGreaterThan(6);
        });
    }

    @Test
    void on_a_channel_with_several_speakers_a_number_goes_on_after_an_interruption() {
        List<Utterance> call = new ArrayList<>(said(0, 0, "four one one one one one one one"));
        call.addAll(said(0, 5, "okay"));
        call.addAll(said(0, 6, "one one one one one one one one right"));
        assertThat(text(MaskedCall.of(call, ALL).utterances())).isEqualTo("[card] [card] [card] right");
    }

    @Test
    void a_mask_has_the_time_of_its_words() {
        List<Utterance> said = said(0, 10, "call five five five oh one two three now");
        MaskedCall masked = MaskedCall.of(said, ALL);
        Word mask = masked.utterances().get(0).words().get(1);
        assertThat(MaskedCall.isMask(mask)).isTrue();
        assertThat(mask.start()).isEqualTo(said.get(0).words().get(1).start());
        assertThat(mask.end()).isEqualTo(said.get(0).words().get(7).end());
        assertThat(masked.masks()).containsExactly(new Mask(Sensitive.PHONE, 0, mask.start(), mask.end()));
    }

    /** Whatever the digits, and however they are cut by pauses and interjections: of a card nothing is left. */
    @Test
    void no_digit_of_any_card_is_left() {
        Random random = new Random(4);
        for (int round = 0; round < 2_000; round++) {
            String digits = card(random);
            StringBuilder spoken = new StringBuilder("sure my card is");
            for (char digit : digits.toCharArray()) {
                spoken.append(' ').append(digit == '0' && random.nextBoolean() ? "oh" : DIGITS.get(digit - '0'));
                spoken.append(
                        switch (random.nextInt(12)) {
                            case 0 -> " //";
                            case 1 -> " um";
                            case 2 -> " okay //";
                            default -> "";
                        });
            }
            String left = text(MaskedCall.of(said(0, 0, spoken + " thanks"), Set.of(Sensitive.CARD))
                    .utterances());
            assertThat(List.of(left.split(" "))).as(spoken.toString()).doesNotContainAnyElementsOf(DIGITS);
            assertThat(left).startsWith("sure my card is [card]").endsWith("thanks");
        }
    }

    private static String card(Random random) {
        StringBuilder digits = new StringBuilder().append(2 + random.nextInt(5));
        int length = 13 + random.nextInt(7);
        while (digits.length() < length - 1) {
            digits.append(random.nextInt(10));
        }
        for (int check = 0; check < 10; check++) {
            if (Luhn.holds(digits.toString() + check)) {
                return digits.toString() + check;
            }
        }
        throw new IllegalStateException("One digit of ten always checks");
    }

    private static String text(List<Utterance> utterances) {
        return utterances.stream().map(Utterance::text).collect(Collectors.joining(" "));
    }

    /** Words of 0.3 s; {@code //} is a pause of two seconds, where a new utterance begins. */
    private static List<Utterance> said(int channel, double start, String text) {
        List<Utterance> said = new ArrayList<>();
        double at = start;
        for (String part : text.split(" // ")) {
            List<Word> words = new ArrayList<>();
            for (String word : part.strip().split(" ")) {
                words.add(new Word(word, at, at + 0.3, 0.9));
                at += 0.3;
            }
            double begun = words.get(0).start();
            said.add(new Utterance(said.size(), "S1", channel, begun, at, part.strip(), 0.9, words));
            at += 2;
        }
        return said;
    }
}
