package io.earmark.stt.text;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Times of day: 3:30, 3:30 PM, 9 AM, 11 o'clock. */
final class TimeForm implements WrittenForm {

    private static final Set<String> BEFORE = Set.of(
            "at", "by", "around", "until", "till", "from", "before", "after", "about", "past", "it's", "say", "to");
    private static final Set<String> AFTER = Set.of(
            "tomorrow",
            "today",
            "tonight",
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "eastern",
            "pacific",
            "central",
            "mountain");
    private static final Set<String> UNITS = Set.of(
            "percent",
            "per",
            "dollar",
            "dollars",
            "buck",
            "bucks",
            "euro",
            "euros",
            "cent",
            "cents",
            "hundred",
            "thousand",
            "million",
            "billion",
            "point",
            "k");
    private static final Set<Long> QUARTERS = Set.of(15L, 30L, 45L);
    private static final Map<String, String> HALVES =
            Map.of("am", "AM", "a.m.", "AM", "a.m", "AM", "pm", "PM", "p.m.", "PM", "p.m", "PM");

    private final SpokenNumbers numbers;

    TimeForm(SpokenNumbers numbers) {
        this.numbers = numbers;
    }

    @Override
    public Optional<Written> at(Speech speech, int from) {
        return numbers.cardinal(speech, from)
                .filter(hour -> hour.value() >= 1 && hour.value() <= 12 && hour.words() == 1)
                .flatMap(hour -> withMinutes(speech, from, hour.value()).or(() -> full(speech, from, hour.value())));
    }

    private Optional<Written> full(Speech speech, int from, long hour) {
        if (speech.is(from + 1, "o'clock")) {
            return Optional.of(new Written(hour + " o'clock", 2));
        }
        return half(speech, from + 1).map(half -> new Written(hour + " " + half.text(), 1 + half.words()));
    }

    private Optional<Written> withMinutes(Speech speech, int from, long hour) {
        return minutes(speech, from + 1).flatMap(minutes -> {
            int after = from + 1 + minutes.words();
            String time = "%d:%02d".formatted(hour, minutes.value());
            Optional<Written> half = half(speech, after);
            if (half.isPresent()) {
                return half.map(one -> new Written(time + " " + one.text(), after - from + one.words()));
            }
            return isTime(speech, from, after, minutes.value())
                    ? Optional.of(new Written(time, after - from))
                    : Optional.empty();
        });
    }

    /** Two numbers alone may be anything: something around them must tell of time, or the minutes be a quarter. */
    private static boolean isTime(Speech speech, int from, int after, long minutes) {
        boolean dayPart = speech.is(after, "in") && speech.is(after + 1, "the");
        return !UNITS.contains(speech.at(after))
                && (QUARTERS.contains(minutes)
                        || BEFORE.contains(speech.at(from - 1))
                        || AFTER.contains(speech.at(after))
                        || dayPart);
    }

    /** "thirty", "forty five", "oh five". */
    private Optional<SpokenNumbers.Reading> minutes(Speech speech, int from) {
        if (speech.is(from, "oh") || speech.is(from, "o")) {
            Integer digit = SpokenNumbers.DIGITS.get(speech.at(from + 1));
            return digit == null || digit == 0 ? Optional.empty() : Optional.of(new SpokenNumbers.Reading(digit, 2));
        }
        return numbers.cardinal(speech, from).filter(read -> read.value() >= 10 && read.value() < 60);
    }

    private static Optional<Written> half(Speech speech, int from) {
        String half = HALVES.get(speech.at(from));
        if (half != null) {
            // "at nine am i right" is rarer than "nine am"; but "am i" asks.
            return speech.is(from, "am") && speech.is(from + 1, "i")
                    ? Optional.empty()
                    : Optional.of(new Written(half, 1));
        }
        boolean letters =
                speech.at(from).matches("[ap]\\.?") && speech.at(from + 1).matches("m\\.?");
        return letters ? Optional.of(new Written(speech.at(from).startsWith("a") ? "AM" : "PM", 2)) : Optional.empty();
    }
}
