package io.earmark.tts;

import com.ibm.icu.text.DateFormatSymbols;
import com.ibm.icu.text.Transliterator;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes out what a synthesiser misreads: titles, money, percentages, dates, times, telephone numbers, ordinals, numbers
 * and addresses. What is left is letters of the Latin alphabet and plain punctuation; other scripts are transliterated,
 * emoji dropped.
 *
 * <p>Each rule sees what the ones before it left, so the longer forms come first. No pattern may take more than linear
 * time: texts come from outside, and are long.
 */
final class TextNormalizer {

    private static final String NUMBER = "(?<![\\d.,])(\\d{1,3}(?:,\\d{3})++(?:\\.\\d++)?|\\d++(?:\\.\\d++)?)";
    private static final Map<String, String> SHORT = Map.ofEntries(
            Map.entry("Dr", "Doctor"),
            Map.entry("Mr", "Mister"),
            Map.entry("Mrs", "Missis"),
            Map.entry("Ms", "Miss"),
            Map.entry("Prof", "Professor"),
            Map.entry("St", "Saint"),
            Map.entry("Inc", "Incorporated"),
            Map.entry("Ltd", "Limited"),
            Map.entry("Corp", "Corporation"),
            Map.entry("Co", "Company"),
            Map.entry("vs", "versus"),
            Map.entry("etc", "et cetera"),
            Map.entry("approx", "approximately"),
            Map.entry("No", "Number"));
    private static final Map<String, String> CURRENCIES = Map.of("$", "dollar", "€", "euro", "£", "pound");
    private static final Map<String, String> CENTS = Map.of("$", "cent", "€", "cent", "£", "penny");
    private static final Map<String, String> LARGE =
            Map.of("k", "thousand", "K", "thousand", "m", "million", "M", "million", "B", "billion", "bn", "billion");
    private static final List<String> MONTHS =
            Arrays.asList(DateFormatSymbols.getInstance(Locale.US).getMonths());
    private static final String MONTH_NAMES = MONTHS.stream()
            .map(name -> name + "|" + name.substring(0, 3) + "\\.?")
            .collect(Collectors.joining("|"));

    private record Rule(Pattern pattern, Function<MatchResult, String> words) {

        String apply(String text) {
            return pattern.matcher(text).replaceAll(match -> Matcher.quoteReplacement(words.apply(match)));
        }
    }

    private final SpokenNumbers numbers = new SpokenNumbers();
    private final Transliterator latin = Transliterator.getInstance("Any-Latin; Latin-ASCII");
    private final List<Rule> rules = List.of(
            rule("\\d{16,}+", match -> " " + numbers.digits(match.group()) + " "),
            rule("\\b(Dr|Mr|Mrs|Ms|Prof|Inc|Ltd|Corp|vs|etc|approx)\\.", this::inFull),
            rule("\\b(St)\\.(?=\\s[A-Z])|\\b(Co)\\.(?=\\s[a-z]|,)|\\b(No)\\.(?=\\s?\\d)", this::inFull),
            rule("\\be\\.g\\.", match -> "for example"),
            rule("\\bi\\.e\\.", match -> "that is"),
            rule("([$€£])\\s?" + NUMBER + "(?:\\s?(k|K|m|M|B|bn|thousand|million|billion|trillion)\\b)?", this::money),
            rule(NUMBER + "\\s?%", match -> numbers.cardinal(match.group(1)) + " percent"),
            rule("(?<![\\d-])(\\d{4})-(\\d{2})-(\\d{2})(?![\\d-])", match -> date(match, 2, 3, 1)),
            rule("(?<![\\d/])(\\d{1,2})/(\\d{1,2})/(\\d{4})(?![\\d/])", match -> date(match, 1, 2, 3)),
            rule("\\b(" + MONTH_NAMES + ")\\s(\\d{1,2})(?:st|nd|rd|th)?(?:,?\\s(\\d{4}))?(?![\\d:])", this::namedDate),
            rule("\\b([01]?\\d|2[0-3]):([0-5]\\d)(?::[0-5]\\d)?(?!\\d)(?:\\s?([AaPp])\\.?[Mm]\\b\\.?)?", this::time),
            rule("\\b(1[0-2]|[1-9])\\s?([AaPp])\\.?[Mm]\\b\\.?", match -> hour(match.group(1), match.group(2))),
            rule("(?<!\\w)(?:\\+?1[-. ])?\\(?\\d{3}\\)?[-. ]\\d{3}[-. ]\\d{4}(?!\\w)", this::telephone),
            rule("(?<!\\w)\\+\\d[\\d ().-]{5,20}\\d(?!\\w)", this::telephone),
            rule("(?<![\\d,.])\\d{7,15}(?![\\d,.]\\d)", match -> numbers.digits(match.group())),
            rule("\\b24/7\\b", match -> "twenty four seven"),
            rule("\\b(\\d{1,15})(?:st|nd|rd|th)\\b", match -> numbers.ordinal(match.group(1))),
            rule("(?i)\\b(in|since|until|year) (1[5-9]\\d\\d|20\\d\\d)\\b(?![.,]\\d)", this::year),
            rule(NUMBER + "(k|K|M|bn)\\b", match -> numbers.cardinal(match.group(1)) + " " + LARGE.get(match.group(2))),
            rule("(?<![\\w)])-(?=\\d)", match -> "minus "),
            rule("#(?=\\d)", match -> "number "),
            rule(NUMBER + "(?![\\d])", match -> " " + numbers.cardinal(match.group(1)) + " "),
            rule("\\d++", match -> " " + numbers.digits(match.group()) + " "),
            rule("https?://", match -> ""),
            rule("(?<=[\\w]{2})\\.(?=[A-Za-z]{2})", match -> " dot "),
            rule("(?<=\\bdollars?|\\beuros?|\\bpounds?|\\bcents?)/", match -> " per "));

    /** Empty if there is nothing to say in it. */
    synchronized String normalize(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC);
        for (Rule rule : rules) {
            plain = rule.apply(plain);
        }
        plain = latin.transliterate(plain)
                .replace("@", " at ")
                .replace("&", " and ")
                .replace("+", " plus ")
                .replace("=", " equals ")
                .replaceAll("\\s+[-–—]+\\s+", ", ")
                .replaceAll("[^A-Za-z\\s.,;:!?'-]", " ")
                .replaceAll("\\s++", " ")
                .replaceAll(" (?=[.,;:!?])", "")
                .strip();
        return plain.chars().anyMatch(Character::isLetter) ? plain : "";
    }

    private static Rule rule(String pattern, Function<MatchResult, String> words) {
        return new Rule(Pattern.compile(pattern), words);
    }

    private String inFull(MatchResult match) {
        String found = match.group().substring(0, match.group().length() - 1);
        return SHORT.getOrDefault(found, found);
    }

    private String money(MatchResult match) {
        String unit = CURRENCIES.getOrDefault(match.group(1), "");
        String amount = match.group(2);
        String large = match.group(3);
        if (large != null) {
            return numbers.cardinal(amount) + " " + LARGE.getOrDefault(large, large) + " " + unit + "s";
        }
        int point = amount.indexOf('.');
        if (point >= 0 && amount.length() - point != 3) {
            return numbers.cardinal(amount) + " " + unit + "s";
        }
        String whole = point < 0 ? amount : amount.substring(0, point);
        String spoken = numbers.cardinal(whole) + " " + unit + (whole.equals("1") ? "" : "s");
        long cents = point < 0 ? 0 : Long.parseLong(amount.substring(point + 1));
        return cents == 0 ? spoken : spoken + " and " + numbers.cardinal(cents) + " " + cents(match.group(1), cents);
    }

    private static String cents(String currency, long cents) {
        String one = CENTS.getOrDefault(currency, "");
        return cents == 1 ? one : one.equals("penny") ? "pence" : one + "s";
    }

    /** What is no date of the calendar is left to the rules for numbers. */
    private String date(MatchResult match, int month, int day, int year) {
        int monthNumber = Integer.parseInt(match.group(month));
        int dayNumber = Integer.parseInt(match.group(day));
        if (monthNumber < 1 || monthNumber > 12 || dayNumber < 1 || dayNumber > 31) {
            return match.group().replace('-', ' ').replace('/', ' ');
        }
        return MONTHS.get(monthNumber - 1) + " " + numbers.ordinal(match.group(day)) + ", "
                + numbers.year(match.group(year));
    }

    private String namedDate(MatchResult match) {
        String month = MONTHS.stream()
                .filter(name -> match.group(1).startsWith(name.substring(0, 3)))
                .findFirst()
                .orElse(match.group(1));
        String day = month + " " + numbers.ordinal(match.group(2));
        return match.group(3) == null ? day : day + ", " + numbers.year(match.group(3));
    }

    private String time(MatchResult match) {
        long minutes = Long.parseLong(match.group(2));
        String half = match.group(3) == null ? "" : half(match.group(3));
        String past = minutes == 0
                ? half.isEmpty() ? " o'clock" : ""
                : (minutes < 10 ? " oh " : " ") + numbers.cardinal(minutes);
        return numbers.cardinal(match.group(1)) + past + half;
    }

    private String hour(String hour, String letter) {
        return numbers.cardinal(hour) + half(letter);
    }

    private static String half(String letter) {
        return letter.equalsIgnoreCase("a") ? " a m" : " p m";
    }

    /** Digit by digit, with a little pause between its groups. */
    private String telephone(MatchResult match) {
        return Arrays.stream(match.group().split("\\D+"))
                .filter(group -> !group.isEmpty())
                .map(numbers::digits)
                .collect(Collectors.joining(", "));
    }

    private String year(MatchResult match) {
        return match.group(1) + " " + numbers.year(match.group(2));
    }
}
