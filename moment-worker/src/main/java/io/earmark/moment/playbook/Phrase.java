package io.earmark.moment.playbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Words in order, matched by their stems, with up to two other words between two of them where the phrase has {@code …}.
 * A negation just before the match ("it is not too expensive") undoes it, unless the phrase itself begins with one.
 */
final class Phrase {

    private static final String GAP = "…";
    private static final int LONGEST_GAP = 4;
    private static final Set<String> NEGATIONS =
            Set.of("not", "isn't", "wasn't", "never", "don't", "doesn't", "didn't", "aren't", "no", "won't");

    private final List<String> stems;

    private Phrase(List<String> stems) {
        this.stems = stems;
    }

    static Phrase of(String text) {
        List<String> stems = new ArrayList<>();
        for (String word :
                text.toLowerCase(Locale.ROOT).replace("...", GAP).strip().split("\\s+")) {
            stems.add(word.equals(GAP) ? GAP : stem(word));
        }
        return new Phrase(stems);
    }

    /** The words that match, as they were said. */
    Optional<String> in(List<String> words) {
        for (int start = 0; start < words.size(); start++) {
            int end = match(words, start, 0);
            if (end >= 0 && !negated(words, start)) {
                return Optional.of(String.join(" ", words.subList(start, end)));
            }
        }
        return Optional.empty();
    }

    private boolean negated(List<String> words, int start) {
        boolean ownNegation = NEGATIONS.contains(stems.get(0)) || stems.get(0).endsWith("n't");
        return !ownNegation && start > 0 && NEGATIONS.contains(words.get(start - 1));
    }

    /** @return the index after the match, or -1 */
    private int match(List<String> words, int at, int part) {
        if (part == stems.size()) {
            return at;
        }
        if (stems.get(part).equals(GAP)) {
            for (int skip = 0; skip <= LONGEST_GAP && at + skip <= words.size(); skip++) {
                int end = match(words, at + skip, part + 1);
                if (end >= 0) {
                    return end;
                }
            }
            return -1;
        }
        return at < words.size() && stem(words.get(at)).equals(stems.get(part)) ? match(words, at + 1, part + 1) : -1;
    }

    /** Takes English inflections off, roughly: what matters is that forms of one word come out alike. */
    static String stem(String word) {
        String stem = word;
        if (stem.endsWith("'s")) {
            stem = stem.substring(0, stem.length() - 2);
        }
        if (stem.length() > 4 && stem.endsWith("ies")) {
            return stem.substring(0, stem.length() - 3) + "y";
        }
        if (stem.length() > 5 && stem.endsWith("ing")) {
            stem = undouble(stem.substring(0, stem.length() - 3));
        } else if (stem.length() > 4 && stem.endsWith("ed")) {
            stem = undouble(stem.substring(0, stem.length() - 2));
        } else if (stem.length() > 3 && stem.endsWith("s") && !stem.endsWith("ss")) {
            stem = stem.substring(0, stem.length() - 1);
        }
        return stem.length() > 4 && stem.endsWith("e") ? stem.substring(0, stem.length() - 1) : stem;
    }

    private static String undouble(String stem) {
        int last = stem.length() - 1;
        boolean doubled =
                last > 2 && stem.charAt(last) == stem.charAt(last - 1) && "bdgmnprt".indexOf(stem.charAt(last)) >= 0;
        return doubled ? stem.substring(0, last) : stem;
    }
}
