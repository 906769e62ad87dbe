package io.earmark.stt.text;

import java.util.Optional;

/** From the tenth on in figures: 21st. */
final class OrdinalForm implements WrittenForm {

    private static final long LEAST = 10;

    private final SpokenNumbers numbers;

    OrdinalForm(SpokenNumbers numbers) {
        this.numbers = numbers;
    }

    @Override
    public Optional<Written> at(Speech speech, int from) {
        return numbers.ordinal(speech, from)
                .filter(read -> read.value() >= LEAST)
                .filter(read -> !isTimespan(speech, from, read.words()))
                .map(read -> new Written(numbers.withSuffix(read.value()), read.words()));
    }

    /** "a thirty second spot" lasts 30 seconds, and "the thirty second" is the 32nd. */
    private static boolean isTimespan(Speech speech, int from, int words) {
        return words > 1
                && speech.is(from + words - 1, "second")
                && !speech.is(from - 1, "the")
                && !speech.is(from + words, "of");
    }
}
