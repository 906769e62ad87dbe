package io.earmark.stt.text;

import com.ibm.icu.text.NumberFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Numbers in figures: 1,250, 2.5 million, 0.5. */
final class Amounts {

    /**
     * @param figures such as {@code 2.5 million}
     * @param small   a whole number below 10, which people write in letters where no unit follows
     */
    record Amount(String figures, int words, boolean small) {}

    private static final Map<String, Long> LARGE =
            Map.of("million", 1_000_000L, "billion", 1_000_000_000L, "trillion", 1_000_000_000_000L);

    private final SpokenNumbers numbers;
    private final NumberFormat grouped = NumberFormat.getIntegerInstance(Locale.US);

    Amounts(SpokenNumbers numbers) {
        this.numbers = numbers;
    }

    Optional<Amount> at(Speech speech, int from) {
        if (speech.is(from, "point")) {
            return fraction(speech, from, "0", 0);
        }
        Optional<SpokenNumbers.Reading> whole = numbers.cardinal(speech, from);
        if (whole.isEmpty()) {
            return Optional.empty();
        }
        SpokenNumbers.Reading read = whole.get();
        return fraction(speech, from + read.words(), grouped.format(read.value()), read.words())
                .or(() -> Optional.of(new Amount(figures(read.value()), read.words(), read.value() < 10)));
    }

    /** "point two five", "point five million"; empty without. */
    private static Optional<Amount> fraction(Speech speech, int point, String whole, int wholeWords) {
        StringBuilder digits = new StringBuilder();
        int at = point + 1;
        for (Integer digit = digit(speech, at); digit != null; digit = digit(speech, ++at)) {
            digits.append(digit);
        }
        if (!speech.is(point, "point") || digits.isEmpty()) {
            return Optional.empty();
        }
        int words = wholeWords + at - point;
        return Optional.of(
                LARGE.containsKey(speech.at(at))
                        ? new Amount(whole + "." + digits + " " + speech.at(at), words + 1, false)
                        : new Amount(whole + "." + digits, words, false));
    }

    private static @Nullable Integer digit(Speech speech, int index) {
        return SpokenNumbers.DIGITS.get(speech.at(index));
    }

    /** Round millions keep their name. */
    private String figures(long value) {
        for (String name : new String[] {"trillion", "billion", "million"}) {
            long scale = LARGE.getOrDefault(name, 1L);
            if (value >= scale && value % scale == 0) {
                return grouped.format(value / scale) + " " + name;
            }
        }
        return grouped.format(value);
    }
}
