package io.earmark.stt.redact;

import io.earmark.call.Sensitive;
import io.earmark.call.Word;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what must not be read in the words of one channel. It would rather take too much than too little: recognisers
 * mishear digits, and people read numbers in parts.
 */
final class Finder {

    private static final int SHORTEST_CARD = 13;
    private static final int LONGEST_CARD = 19;
    private static final int USUAL_CARD = 16;
    private static final int SSN_LENGTH = 9;
    private static final int SHORTEST_PHONE = 7;
    private static final int SHORTEST_CODE = 3;
    private static final int SHORTEST_DIGITS = 4;

    private final Set<Sensitive> kinds;
    private final Announcements announced;

    Finder(Set<Sensitive> kinds, Announcements announced) {
        this.kinds = kinds;
        this.announced = announced;
    }

    static List<String> texts(List<Word> said) {
        return said.stream().map(word -> word.text().toLowerCase(Locale.ROOT)).toList();
    }

    /** In order; none of them overlap. */
    List<Stretch> in(List<Word> said) {
        List<String> words = texts(said);
        List<Stretch> found = new ArrayList<>();
        for (int at = 0; kinds.contains(Sensitive.EMAIL) && at < words.size(); at++) {
            SpokenAddress address = SpokenAddress.around(words, at);
            if (address != null) {
                found.add(new Stretch(Sensitive.EMAIL, address.from(), address.to()));
            }
        }
        for (DigitRun run : DigitRun.in(said, words)) {
            boolean plus = run.from() > 0 && words.get(run.from() - 1).equals("plus");
            kind(run, said.get(run.from()).start(), plus)
                    .ifPresent(kind -> found.add(new Stretch(kind, run.from() - (plus ? 1 : 0), run.to())));
        }
        return joined(found);
    }

    private Optional<Sensitive> kind(DigitRun run, double start, boolean plus) {
        if (wanted(Sensitive.CARD) && isCard(run)) {
            return Optional.of(Sensitive.CARD);
        }
        Optional<Sensitive> asked = announced.before(start).filter(this::wanted);
        if (asked.isPresent() && run.length() >= SHORTEST_CODE && run.sure() <= SSN_LENGTH) {
            return asked;
        }
        if (wanted(Sensitive.SSN) && run.length() == SSN_LENGTH && run.spelled()) {
            return Optional.of(Sensitive.SSN);
        }
        if (wanted(Sensitive.PHONE) && isPhone(run, plus)) {
            return Optional.of(Sensitive.PHONE);
        }
        if (wanted(Sensitive.SSN) && run.sure() <= SSN_LENGTH && run.length() > SSN_LENGTH) {
            return Optional.of(Sensitive.SSN);
        }
        return wanted(Sensitive.DIGITS) && run.length() >= SHORTEST_DIGITS && run.spelled()
                ? Optional.of(Sensitive.DIGITS)
                : Optional.empty();
    }

    private boolean wanted(Sensitive kind) {
        return kinds.contains(kind);
    }

    /**
     * One that checks, alone or with something read on before or after it; or one of which a digit may have been misheard: as
     * long as a card's, and begun as those are.
     */
    private static boolean isCard(DigitRun run) {
        String digits = run.digits();
        for (int length = SHORTEST_CARD; length <= Math.min(LONGEST_CARD, digits.length()); length++) {
            boolean usual = length == USUAL_CARD || length == USUAL_CARD - 1;
            if (checks(digits.substring(0, length)) || usual && checks(digits.substring(digits.length() - length))) {
                return true;
            }
        }
        return digits.length() >= SHORTEST_CARD && run.spelled() && beginsAsCard(digits);
    }

    private static boolean checks(String digits) {
        return beginsAsCard(digits) && Luhn.holds(digits);
    }

    /** The industries of banks and travel, and Mastercard's newer numbers (ISO/IEC 7812-1). */
    private static boolean beginsAsCard(String digits) {
        return digits.charAt(0) >= '2' && digits.charAt(0) <= '6';
    }

    /**
     * Of any length from that of a local one: a digit may have been missed or heard twice, and another number read on. After
     * "plus" the digits may be said in pairs (ITU-T E.164).
     */
    private static boolean isPhone(DigitRun run, boolean plus) {
        return run.length() >= SHORTEST_PHONE && (plus || run.spelled());
    }

    private static List<Stretch> joined(List<Stretch> found) {
        List<Stretch> joined = new ArrayList<>();
        found.stream().sorted(Comparator.comparingInt(Stretch::from)).forEach(next -> {
            Stretch last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && next.from() < last.to()) {
                joined.set(joined.size() - 1, new Stretch(last.kind(), last.from(), Math.max(last.to(), next.to())));
            } else {
                joined.add(next);
            }
        });
        return joined;
    }
}
