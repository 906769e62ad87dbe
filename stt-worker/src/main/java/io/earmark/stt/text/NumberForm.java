package io.earmark.stt.text;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Money, percentages, prices and plain numbers: $1,200, 15%, 49.99, 2.5 million. Small numbers stay letters. */
final class NumberForm implements WrittenForm {

    private static final Map<String, String> CURRENCIES =
            Map.of("dollar", "$", "dollars", "$", "buck", "$", "bucks", "$", "euro", "€", "euros", "€");
    private static final Set<String> RANGES = Set.of("to", "or");

    private final Amounts amounts;
    private final SpokenNumbers numbers;

    NumberForm(SpokenNumbers numbers) {
        this.numbers = numbers;
        this.amounts = new Amounts(numbers);
    }

    @Override
    public Optional<Written> at(Speech speech, int from) {
        Optional<Amounts.Amount> found = amounts.at(speech, from);
        if (found.isEmpty()) {
            return hundredWithUnit(speech, from);
        }
        Amounts.Amount amount = found.get();
        return withUnit(speech, from, amount)
                .or(() -> price(speech, from))
                .or(() -> beginOfRange(speech, from + amount.words(), amount))
                .or(() -> plain(speech, from, amount));
    }

    private Optional<Written> withUnit(Speech speech, int from, Amounts.Amount amount) {
        int unit = from + amount.words();
        String sign = CURRENCIES.get(speech.at(unit));
        if (sign != null) {
            return Optional.of(cents(speech, unit + 1, amount)
                    .map(cents ->
                            new Written(sign + amount.figures() + cents.text(), amount.words() + 1 + cents.words()))
                    .orElseGet(() -> new Written(sign + amount.figures(), amount.words() + 1)));
        }
        if (speech.is(unit, "percent")) {
            return Optional.of(new Written(amount.figures() + "%", amount.words() + 1));
        }
        if (speech.is(unit, "per") && speech.is(unit + 1, "cent")) {
            return Optional.of(new Written(amount.figures() + "%", amount.words() + 2));
        }
        return Optional.empty();
    }

    /** "and fifty cents", after whole dollars. */
    private Optional<Written> cents(Speech speech, int from, Amounts.Amount whole) {
        int and = speech.is(from, "and") ? 1 : 0;
        return numbers.cardinal(speech, from + and)
                .filter(cents -> cents.value() < 100 && whole.figures().matches("[\\d,]+"))
                .filter(cents -> speech.at(from + and + cents.words()).matches("cents?"))
                .map(cents -> new Written(".%02d".formatted(cents.value()), and + cents.words() + 1));
    }

    /** "hundred percent", without its "a". */
    private static Optional<Written> hundredWithUnit(Speech speech, int from) {
        if (!speech.is(from, "hundred")) {
            return Optional.empty();
        }
        String sign = CURRENCIES.get(speech.at(from + 1));
        return sign != null
                ? Optional.of(new Written(sign + "100", 2))
                : speech.is(from + 1, "percent") ? Optional.of(new Written("100%", 2)) : Optional.empty();
    }

    /** "forty nine ninety nine": what prices end with. */
    private Optional<Written> price(Speech speech, int from) {
        return numbers.cardinal(speech, from)
                .filter(whole -> whole.value() < 1000)
                .flatMap(whole -> numbers.cardinal(speech, from + whole.words())
                        .filter(rest -> rest.value() == 99 || rest.value() == 95)
                        .map(rest -> new Written(whole.value() + "." + rest.value(), whole.words() + rest.words())));
    }

    /** "five to ten percent", "thirty or forty dollars": both ends in figures, and both with the currency. */
    private Optional<Written> beginOfRange(Speech speech, int to, Amounts.Amount begin) {
        if (!RANGES.contains(speech.at(to))) {
            return Optional.empty();
        }
        return amounts.at(speech, to + 1).flatMap(end -> {
            Optional<Written> withUnit = withUnit(speech, to + 1, end);
            String first = withUnit.map(Written::text).orElse("");
            String sign = first.startsWith("$") || first.startsWith("€") ? first.substring(0, 1) : "";
            return end.small() && withUnit.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Written(sign + begin.figures(), begin.words()));
        });
    }

    /** A small number, or an idiom such as "a million", stays as it was said. */
    private static Optional<Written> plain(Speech speech, int from, Amounts.Amount amount) {
        boolean idiom = speech.is(from, "a") && amount.words() == 2;
        return amount.small() || idiom ? Optional.empty() : Optional.of(new Written(amount.figures(), amount.words()));
    }
}
