package io.earmark.tts;

import com.ibm.icu.text.RuleBasedNumberFormat;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Writes out what a synthesiser misreads: money, percentages, times, telephone numbers, numbers, titles. */
final class TextNormalizer {

    private static final Pattern MONEY =
            Pattern.compile("\\$\\s?(\\d{1,3}(?:,\\d{3})+|\\d{1,12})(?:\\.(\\d{2}))?(?!\\d)");
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,9}(?:\\.\\d+)?)\\s?%");
    private static final Pattern TIME = Pattern.compile("\\b([01]?\\d|2[0-3]):([0-5]\\d)\\b");
    private static final Pattern PHONE = Pattern.compile("\\+?\\(?\\d{3}\\)?[ -]\\d{3}[ -]\\d{4}\\b|\\d{7,}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?");
    private static final Pattern TITLE = Pattern.compile("\\b(Dr|Mr|Mrs|Ms|Prof|Inc|Ltd|vs|etc)\\.");
    private static final Map<String, String> TITLES = Map.of(
            "Dr",
            "Doctor",
            "Mr",
            "Mister",
            "Mrs",
            "Missis",
            "Ms",
            "Miss",
            "Prof",
            "Professor",
            "Inc",
            "Incorporated",
            "Ltd",
            "Limited",
            "vs",
            "versus",
            "etc",
            "et cetera");

    private final RuleBasedNumberFormat numbers = new RuleBasedNumberFormat(Locale.US, RuleBasedNumberFormat.SPELLOUT);

    /** Empty if there is nothing to say in it. */
    synchronized String normalize(String text) {
        String plain = replace(TITLE, text, match -> TITLES.getOrDefault(match.group(1), match.group(1)));
        plain = replace(MONEY, plain, this::money);
        plain = replace(PERCENT, plain, match -> spell(match.group(1)) + " percent");
        plain = replace(TIME, plain, this::time);
        plain = replace(PHONE, plain, this::digits);
        plain = replace(NUMBER, plain, match -> spell(match.group()));
        plain = plain.replace("@", " at ")
                .replace("&", " and ")
                .replace("’", "'")
                .replace('_', ' ');
        plain = plain.replaceAll("[^\\p{IsLatin}\\s.,;:!?'-]", " ")
                .replaceAll("\\s+", " ")
                .strip();
        return plain.chars().anyMatch(Character::isLetter) ? plain : "";
    }

    private static String replace(Pattern pattern, String text, Function<MatchResult, String> words) {
        return pattern.matcher(text).replaceAll(match -> java.util.regex.Matcher.quoteReplacement(words.apply(match)));
    }

    private String money(MatchResult match) {
        long dollars = Long.parseLong(match.group(1).replace(",", ""));
        String spoken = spell(dollars) + (dollars == 1 ? " dollar" : " dollars");
        long cents = match.group(2) == null ? 0 : Long.parseLong(match.group(2));
        return cents == 0 ? spoken : spoken + " and " + spell(cents) + (cents == 1 ? " cent" : " cents");
    }

    private String time(MatchResult match) {
        long minutes = Long.parseLong(match.group(2));
        String past = minutes == 0 ? " o'clock" : minutes < 10 ? " oh " + spell(minutes) : " " + spell(minutes);
        return spell(Long.parseLong(match.group(1))) + past;
    }

    private String digits(MatchResult match) {
        StringBuilder spoken = new StringBuilder();
        match.group()
                .chars()
                .filter(Character::isDigit)
                .forEach(digit -> spoken.append(spell(digit - '0')).append(' '));
        return spoken.toString().strip();
    }

    private String spell(String number) {
        String plain = number.replace(",", "");
        int point = plain.indexOf('.');
        String whole = spell(Long.parseLong(point < 0 ? plain : plain.substring(0, point)));
        if (point < 0) {
            return whole;
        }
        StringBuilder spoken = new StringBuilder(whole).append(" point");
        plain.substring(point + 1).chars().forEach(digit -> spoken.append(' ').append(spell(digit - '0')));
        return spoken.toString();
    }

    private String spell(long number) {
        return numbers.format(number).replace('-', ' ');
    }
}
