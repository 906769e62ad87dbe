package io.earmark.call;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can be kept from being read and heard in a call. What tells each of them is in the transcription's README. */
public enum Sensitive {
    /** Payment cards: numbers that check by the Luhn formula, and security codes. */
    CARD,
    EMAIL,
    PHONE,
    /** Numbers like those of American social security: nine digits. */
    SSN,
    /** Anything else that is said digit by digit, four or more of them. */
    DIGITS;

    /** As clients name it, such as {@code card}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Sensitive> of(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label))
                .findFirst();
    }

    public static List<String> labels() {
        return Arrays.stream(values()).map(Sensitive::label).toList();
    }
}
