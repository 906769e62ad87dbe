package io.earmark.tts;

import com.ibm.icu.text.RuleBasedNumberFormat;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Figures in American English words, by ICU's rule-based number formats. Not safe for use by several threads.
 *
 * <p>More than 15 digits are read one by one: nobody follows a number of quadrillions.
 */
final class SpokenNumbers {

    private static final int MOST_DIGITS = 15;

    private final RuleBasedNumberFormat format = new RuleBasedNumberFormat(Locale.US, RuleBasedNumberFormat.SPELLOUT);

    /** @param figures such as {@code 1,234.50}: digits with or without commas and decimals */
    String cardinal(String figures) {
        String plain = figures.replace(",", "");
        int point = plain.indexOf('.');
        String whole = point < 0 ? plain : plain.substring(0, point);
        String spoken = whole.length() > MOST_DIGITS ? digits(whole) : cardinal(Long.parseLong(whole));
        return point < 0 ? spoken : spoken + " point " + digits(plain.substring(point + 1));
    }

    String cardinal(long number) {
        return spell(number, "%spellout-numbering");
    }

    /** Third, twenty first. @param figures up to 15 of them */
    String ordinal(String figures) {
        return spell(Long.parseLong(figures), "%spellout-ordinal");
    }

    /** As years are read: nineteen ninety nine, two thousand six. */
    String year(String figures) {
        return spell(Long.parseLong(figures), "%spellout-numbering-year");
    }

    /** One by one; what is no digit is left out. */
    String digits(String figures) {
        return figures.chars()
                .filter(digit -> digit >= '0' && digit <= '9')
                .mapToObj(digit -> cardinal(digit - '0'))
                .collect(Collectors.joining(" "));
    }

    private String spell(long number, String rules) {
        return format.format(number, rules).replace('-', ' ').replace("\u00AD", "");
    }
}
