package io.earmark.stt.text;

import java.util.Optional;

/**
 * Digits said one by one, or in pairs where the whole has the length of a telephone or card number: 415-555-0123,
 * 4111 1111 1111 1111, 8842.
 */
final class DigitsForm implements WrittenForm {

    private final SpokenNumbers numbers;

    DigitsForm(SpokenNumbers numbers) {
        this.numbers = numbers;
    }

    @Override
    public Optional<Written> at(Speech speech, int from) {
        return SpokenDigits.at(speech, from, numbers).map(said -> new Written(grouped(said.digits()), said.words()));
    }

    private static String grouped(String digits) {
        return switch (digits.length()) {
            case 7 -> cut(digits, "-", 3, 4);
            case 10 -> cut(digits, "-", 3, 3, 4);
            case 11 -> digits.startsWith("1") ? cut(digits, "-", 1, 3, 3, 4) : digits;
            case 15 -> cut(digits, " ", 4, 6, 5);
            case 16 -> cut(digits, " ", 4, 4, 4, 4);
            default -> digits;
        };
    }

    private static String cut(String digits, String between, int... lengths) {
        StringBuilder cut = new StringBuilder();
        int at = 0;
        for (int length : lengths) {
            cut.append(at == 0 ? "" : between).append(digits, at, at + length);
            at += length;
        }
        return cut.toString();
    }
}
