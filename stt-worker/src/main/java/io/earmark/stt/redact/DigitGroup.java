package io.earmark.stt.redact;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The least piece of a number that is read out: "four", "oh", "double five", "forty one", "eight hundred".
 *
 * @param digits in figures
 * @param words  how many it took
 * @param single whether it was said digit by digit
 * @param sure   whether it is no word that merely sounds like a digit
 */
record DigitGroup(String digits, int words, boolean single, boolean sure) {

    private static final Map<String, String> UNITS = Map.ofEntries(
            Map.entry("zero", "0"),
            Map.entry("oh", "0"),
            Map.entry("o", "0"),
            Map.entry("nought", "0"),
            Map.entry("one", "1"),
            Map.entry("two", "2"),
            Map.entry("three", "3"),
            Map.entry("four", "4"),
            Map.entry("five", "5"),
            Map.entry("six", "6"),
            Map.entry("seven", "7"),
            Map.entry("eight", "8"),
            Map.entry("nine", "9"));

    /** What a recogniser writes for a digit now and then. Taken for one only beside another: "is for one one one". */
    private static final Map<String, String> SOUNDS_LIKE =
            Map.of("to", "2", "too", "2", "for", "4", "ate", "8", "won", "1", "fife", "5", "niner", "9");

    private static final Map<String, String> TEENS = Map.of(
            "ten",
            "10",
            "eleven",
            "11",
            "twelve",
            "12",
            "thirteen",
            "13",
            "fourteen",
            "14",
            "fifteen",
            "15",
            "sixteen",
            "16",
            "seventeen",
            "17",
            "eighteen",
            "18",
            "nineteen",
            "19");
    private static final Map<String, String> TENS = Map.of(
            "twenty", "2", "thirty", "3", "forty", "4", "fifty", "5", "sixty", "6", "seventy", "7", "eighty", "8",
            "ninety", "9");
    private static final Map<String, Integer> TIMES = Map.of("double", 2, "triple", 3, "treble", 3);
    private static final int MOST_FIGURES = 20;

    private DigitGroup(String digits, int words, boolean single) {
        this(digits, words, single, true);
    }

    /** The one that begins there; null if none does. */
    static @Nullable DigitGroup at(List<String> words, int from) {
        String word = word(words, from);
        if (word.length() <= MOST_FIGURES && word.matches("[0-9]+")) {
            return new DigitGroup(word, 1, true);
        }
        Integer times = TIMES.get(word);
        String repeated = UNITS.get(word(words, from + 1));
        if (times != null && repeated != null) {
            return new DigitGroup(repeated.repeat(times), 2, true);
        }
        String digit = UNITS.get(word);
        if (digit != null) {
            return word(words, from + 1).equals("hundred")
                    ? new DigitGroup(digit + "00", 2, false)
                    : new DigitGroup(digit, 1, true);
        }
        String likely = SOUNDS_LIKE.get(word);
        if (likely != null && (besideDigit(words, from, 1) || besideDigit(words, from, -1))) {
            return new DigitGroup(likely, 1, true, false);
        }
        return pair(words, from);
    }

    private static @Nullable DigitGroup pair(List<String> words, int from) {
        String teen = TEENS.get(word(words, from));
        if (teen != null) {
            return new DigitGroup(teen, 1, false);
        }
        String ten = TENS.get(word(words, from));
        if (ten == null) {
            return null;
        }
        String unit = UNITS.get(word(words, from + 1));
        return unit == null || unit.equals("0")
                ? new DigitGroup(ten + "0", 1, false)
                : new DigitGroup(ten + unit, 2, false);
    }

    /** Whether a digit follows in that direction, but for other words that sound like one. */
    private static boolean besideDigit(List<String> words, int from, int step) {
        int at = from + step;
        while (SOUNDS_LIKE.containsKey(word(words, at))) {
            at += step;
        }
        return UNITS.containsKey(word(words, at));
    }

    private static String word(List<String> words, int at) {
        return at < 0 || at >= words.size() ? "" : words.get(at);
    }
}
