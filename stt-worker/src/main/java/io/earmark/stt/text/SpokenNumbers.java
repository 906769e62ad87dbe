package io.earmark.stt.text;

import com.ibm.icu.text.RuleBasedNumberFormat;
import java.text.ParsePosition;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads numbers in words with ICU's rules for spelling them out (Unicode CLDR, rule-based number formats). ICU is lenient:
 * "three thirty" would be 330 to it. So a reading counts only if ICU spells the number with the same words again.
 */
final class SpokenNumbers {

    /**
     * A number that was said.
     *
     * @param words how many it took
     */
    record Reading(long value, int words) {}

    static final Map<String, Integer> DIGITS = Map.ofEntries(
            Map.entry("zero", 0),
            Map.entry("oh", 0),
            Map.entry("o", 0),
            Map.entry("one", 1),
            Map.entry("two", 2),
            Map.entry("three", 3),
            Map.entry("four", 4),
            Map.entry("five", 5),
            Map.entry("six", 6),
            Map.entry("seven", 7),
            Map.entry("eight", 8),
            Map.entry("nine", 9));
    static final Set<String> SCALES = Set.of("hundred", "thousand", "million", "billion", "trillion");

    private static final List<String> TENS =
            List.of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");
    private static final int MOST_WORDS = 14;
    private static final String YEAR = "%spellout-numbering-year";
    private static final String ORDINAL = "%spellout-ordinal";

    private final RuleBasedNumberFormat spelling = new RuleBasedNumberFormat(Locale.US, RuleBasedNumberFormat.SPELLOUT);
    private final RuleBasedNumberFormat suffixed = new RuleBasedNumberFormat(Locale.US, RuleBasedNumberFormat.ORDINAL);
    private final Set<String> cardinals = new HashSet<>(SCALES);
    private final Set<String> ordinals = new HashSet<>();

    SpokenNumbers() {
        for (long number = 0; number < 20; number++) {
            cardinals.add(spelling.format(number));
            ordinals.add(spelling.format(number, ORDINAL));
        }
        cardinals.addAll(TENS);
        for (long number : new long[] {20, 30, 40, 50, 60, 70, 80, 90}) {
            ordinals.add(spelling.format(number, ORDINAL));
        }
        SCALES.forEach(scale -> ordinals.add(scale + "th"));
    }

    /** The longest cardinal number that begins there: "one hundred and five", "fifteen hundred", "a thousand". */
    Optional<Reading> cardinal(Speech speech, int from) {
        boolean article = speech.is(from, "a") && SCALES.contains(speech.at(from + 1));
        if (!article && !cardinals.contains(speech.at(from))) {
            return Optional.empty();
        }
        int end = from + 1;
        while (end - from < MOST_WORDS && (cardinals.contains(speech.at(end)) || joins(speech, end))) {
            end++;
        }
        for (int to = end; to > from; to--) {
            String text = spelled(speech, from, to);
            Optional<Long> value = parse(text);
            boolean same = value.isPresent()
                    && (spelling.format(value.get()).equals(text)
                            || text.contains("hundred")
                                    && spelling.format(value.get(), YEAR).equals(text));
            if (same && !speech.is(to - 1, "and")) {
                return Optional.of(new Reading(value.get(), to - from));
            }
        }
        return Optional.empty();
    }

    /** "one hundred and five", but not "ten and five". */
    private boolean joins(Speech speech, int index) {
        return speech.is(index, "and")
                && SCALES.contains(speech.at(index - 1))
                && cardinals.contains(speech.at(index + 1))
                && !SCALES.contains(speech.at(index + 1));
    }

    /** "third", "twenty first", "one hundredth". */
    Optional<Reading> ordinal(Speech speech, int from) {
        int last = from;
        while (last - from < MOST_WORDS && cardinals.contains(speech.at(last))) {
            last++;
        }
        if (!ordinals.contains(speech.at(last))) {
            return Optional.empty();
        }
        int words = last + 1 - from;
        String text = spelled(speech, from, last + 1);
        return parse(text)
                .filter(value -> spelling.format(value, ORDINAL).equals(text))
                .map(value -> new Reading(value, words));
    }

    /** A year from 1800 to 2099 in two halves or in full: "nineteen oh five", "twenty twenty six", "two thousand six". */
    Optional<Reading> year(Speech speech, int from) {
        Optional<Reading> century = cardinal(speech, from);
        if (century.isEmpty()) {
            return Optional.empty();
        }
        Reading first = century.get();
        if (first.value() >= 2000 && first.value() < 2100) {
            return century;
        }
        // "twenty twenty six" is read as 20; "nineteen eighty four" as 19.
        if (first.value() < 18 || first.value() > 20) {
            return Optional.empty();
        }
        int rest = from + first.words();
        if (speech.is(rest, "oh") || speech.is(rest, "o")) {
            Integer digit = DIGITS.get(speech.at(rest + 1));
            return digit == null || digit == 0
                    ? Optional.empty()
                    : Optional.of(new Reading(first.value() * 100 + digit, first.words() + 2));
        }
        return cardinal(speech, rest)
                .filter(second -> second.value() >= 10 && second.value() < 100)
                .map(second -> new Reading(first.value() * 100 + second.value(), first.words() + second.words()));
    }

    /** Such as 21st. */
    String withSuffix(long value) {
        return suffixed.format(value);
    }

    private Optional<Long> parse(String text) {
        ParsePosition end = new ParsePosition(0);
        Number value = spelling.parse(text, end);
        return end.getIndex() == text.length() ? Optional.of(value.longValue()) : Optional.empty();
    }

    /** As ICU spells: no "and", a hyphen between tens and units. */
    private static String spelled(Speech speech, int from, int to) {
        StringBuilder text = new StringBuilder();
        String before = "";
        for (int i = from; i < to; i++) {
            String word = i == from && speech.is(i, "a") ? "one" : speech.at(i);
            if (!word.equals("and")) {
                boolean unit = TENS.contains(before) && !SCALES.contains(word);
                text.append(text.isEmpty() ? "" : unit ? "-" : " ").append(word);
                before = word;
            }
        }
        return text.toString();
    }
}
