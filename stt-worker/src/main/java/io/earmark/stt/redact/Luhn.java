package io.earmark.stt.redact;

/** The check of payment card numbers: ISO/IEC 7812-1, annex B. */
public final class Luhn {

    private Luhn() {}

    /** Whether the last digit checks the others. */
    public static boolean holds(CharSequence digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighted = i % 2 == 1 ? digit * 2 : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }
}
