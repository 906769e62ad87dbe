package io.earmark.stt.text;

import java.util.Optional;
import java.util.Set;

/** Dates and years: March 3, March 21, 2026, December 2025, 3rd of March, 1998. */
final class DateForm implements WrittenForm {

    private static final Set<String> MONTHS = Set.of(
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december");
    /** After these "may" and "march" are months. */
    private static final Set<String> BEFORE_MONTH = Set.of(
            "in", "of", "since", "until", "by", "next", "last", "this", "every", "early", "late", "mid", "for",
            "through");

    private static final Set<String> SUBJECTS =
            Set.of("i", "you", "we", "they", "he", "she", "it", "that", "who", "this");
    private static final Set<String> BEFORE_YEAR =
            Set.of("in", "since", "of", "year", "until", "through", "from", "late", "early", "before", "after");
    private static final Set<String> UNITS = Set.of(
            "percent", "dollars", "dollar", "euros", "bucks", "hundred", "thousand", "million", "point", "cents");

    private final SpokenNumbers numbers;

    DateForm(SpokenNumbers numbers) {
        this.numbers = numbers;
    }

    @Override
    public Optional<Written> at(Speech speech, int from) {
        return MONTHS.contains(speech.at(from))
                ? month(speech, from)
                : dayOfMonth(speech, from).or(() -> year(speech, from));
    }

    private Optional<Written> month(Speech speech, int from) {
        String name = capital(speech.at(from));
        boolean doubtful = speech.is(from, "may") || speech.is(from, "march");
        if (doubtful && SUBJECTS.contains(speech.at(from - 1)) && !speech.is(from - 1, "this")) {
            return Optional.empty();
        }
        Optional<SpokenNumbers.Reading> year = calendarYear(speech, from + 1);
        if (year.isPresent()) {
            return year.map(read -> new Written(name + " " + read.value(), 1 + read.words()));
        }
        Optional<Written> withDay = day(speech, from + 1).map(day -> {
            int next = from + 1 + day.words();
            return calendarYear(speech, next)
                    .map(read ->
                            new Written(name + " " + day.value() + ", " + read.value(), 1 + day.words() + read.words()))
                    .orElseGet(() -> new Written(name + " " + day.value(), 1 + day.words()));
        });
        boolean month = !doubtful || BEFORE_MONTH.contains(speech.at(from - 1));
        return withDay.or(() -> month ? Optional.of(new Written(name, 1)) : Optional.empty());
    }

    private Optional<SpokenNumbers.Reading> day(Speech speech, int from) {
        return numbers.ordinal(speech, from)
                .or(() -> numbers.cardinal(speech, from))
                .filter(read -> read.value() >= 1 && read.value() <= 31)
                .filter(read -> !UNITS.contains(speech.at(from + read.words())));
    }

    /** "third of march". */
    private Optional<Written> dayOfMonth(Speech speech, int from) {
        return numbers.ordinal(speech, from)
                .filter(read -> read.value() <= 31
                        && speech.is(from + read.words(), "of")
                        && MONTHS.contains(speech.at(from + read.words() + 1)))
                .map(read -> new Written(
                        numbers.withSuffix(read.value()) + " of " + capital(speech.at(from + read.words() + 1)),
                        read.words() + 2));
    }

    private Optional<Written> year(Speech speech, int from) {
        return calendarYear(speech, from)
                .filter(read -> read.value() < 2000
                        || !numbers.cardinal(speech, from)
                                .map(SpokenNumbers.Reading::value)
                                .equals(Optional.of(read.value()))
                        || BEFORE_YEAR.contains(speech.at(from - 1)))
                .map(read -> new Written(Long.toString(read.value()), read.words()));
    }

    private Optional<SpokenNumbers.Reading> calendarYear(Speech speech, int from) {
        return numbers.year(speech, from).filter(read -> !UNITS.contains(speech.at(from + read.words())));
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
