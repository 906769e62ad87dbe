package io.earmark.stt.text;

import io.earmark.stt.redact.Luhn;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A number that is no quantity, such as a telephone number: "four one five, five five five, oh one twenty three".
 *
 * @param digits in figures
 * @param words  how many it took
 */
record SpokenDigits(String digits, int words) {

    private static final int FEWEST = 3;
    private static final Set<Integer> LENGTHS_IN_PAIRS = Set.of(7, 10, 11, 15, 16);

    /** What follows makes it a quantity after all. */
    private static final Set<String> UNITS = Set.of("hundred", "thousand", "million", "billion", "point", "percent");

    static Optional<SpokenDigits> at(Speech speech, int from, SpokenNumbers numbers) {
        StringBuilder digits = new StringBuilder();
        int alone = 0;
        boolean pairs = false;
        int at = from;
        for (Group group = group(speech, at, numbers); group != null; group = group(speech, at, numbers)) {
            digits.append(group.digits());
            alone += group.single() ? group.digits().length() : 0;
            pairs |= !group.single();
            at += group.words();
        }
        boolean enough = pairs
                ? LENGTHS_IN_PAIRS.contains(digits.length()) && (alone >= FEWEST || isCard(digits))
                : digits.length() >= FEWEST;
        return enough && !UNITS.contains(speech.at(at))
                ? Optional.of(new SpokenDigits(digits.toString(), at - from))
                : Optional.empty();
    }

    private record Group(String digits, int words, boolean single) {}

    private static @Nullable Group group(Speech speech, int at, SpokenNumbers numbers) {
        int repeated = speech.is(at, "double") ? 2 : speech.is(at, "triple") ? 3 : 1;
        Integer digit = SpokenNumbers.DIGITS.get(speech.at(repeated > 1 ? at + 1 : at));
        if (digit != null) {
            // "eight hundred five five five …" has its area code as a number.
            return repeated == 1 && speech.is(at + 1, "hundred")
                    ? new Group(digit + "00", 2, false)
                    : new Group(digit.toString().repeat(repeated), repeated > 1 ? 2 : 1, true);
        }
        return numbers.cardinal(speech, at)
                .filter(read -> repeated == 1 && read.value() >= 10 && read.value() < 100)
                .map(read -> new Group(Long.toString(read.value()), read.words(), false))
                .orElse(null);
    }

    private static boolean isCard(CharSequence digits) {
        return digits.length() >= 15 && Luhn.holds(digits);
    }
}
