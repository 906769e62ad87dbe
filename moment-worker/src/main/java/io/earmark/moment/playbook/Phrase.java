package io.earmark.moment.playbook;

import io.earmark.moment.english.Negation;
import io.earmark.moment.english.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Words in order, matched by their stems, with up to four other words where the phrase has {@code ...}. A negation of what
 * matches ("I do not think it is too expensive") undoes it, unless the phrase holds one itself.
 */
final class Phrase {

    private static final String GAP = "…";
    private static final int LONGEST_GAP = 4;

    private final List<String> stems;
    private final boolean negative;

    private Phrase(List<String> stems, boolean negative) {
        this.stems = stems;
        this.negative = negative;
    }

    /** @return nothing if there is no word, or a gap at either end */
    static Optional<Phrase> parse(String text) {
        List<String> parts = new ArrayList<>();
        boolean negative = false;
        for (String part :
                text.toLowerCase(Locale.ROOT).replace("...", " … ").strip().split("\\s+")) {
            if (part.equals(GAP)) {
                parts.add(GAP);
            } else {
                List<String> words = Words.of(part);
                negative |= Negation.in(words);
                parts.addAll(Words.stems(words));
            }
        }
        boolean open = parts.isEmpty()
                || parts.get(0).equals(GAP)
                || parts.get(parts.size() - 1).equals(GAP);
        return open ? Optional.empty() : Optional.of(new Phrase(List.copyOf(parts), negative));
    }

    /**
     * @param words       as {@link Words#of} gives them
     * @param wordStems   their stems
     * @param evenNegated whether a match counts though it is negated
     * @return the first words that match, as they were said
     */
    Optional<String> in(List<String> words, List<String> wordStems, boolean evenNegated) {
        for (int start = 0; start < words.size(); start++) {
            int end = match(wordStems, start, 0);
            if (end >= 0 && (evenNegated || negative || !Negation.before(words, start))) {
                return Optional.of(String.join(" ", words.subList(start, end)));
            }
        }
        return Optional.empty();
    }

    /** @return the index after the match, or -1 */
    private int match(List<String> wordStems, int at, int part) {
        if (part == stems.size()) {
            return at;
        }
        if (stems.get(part).equals(GAP)) {
            for (int skip = 0; skip <= LONGEST_GAP && at + skip <= wordStems.size(); skip++) {
                int end = match(wordStems, at + skip, part + 1);
                if (end >= 0) {
                    return end;
                }
            }
            return -1;
        }
        return at < wordStems.size() && wordStems.get(at).equals(stems.get(part))
                ? match(wordStems, at + 1, part + 1)
                : -1;
    }
}
