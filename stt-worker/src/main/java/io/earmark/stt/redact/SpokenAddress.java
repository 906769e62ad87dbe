package io.earmark.stt.redact;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An e-mail address that is read out: "john dot smith at acme dot com", "j s at big blue dot co dot uk". What comes before
 * the "at" is told by how such addresses are introduced ("my email is …") and spelled.
 *
 * @param from index of its first word
 * @param to   index after its last word
 */
record SpokenAddress(int from, int to) {

    private static final int MOST_HOST_WORDS = 5;
    private static final int MOST_LOCAL_WORDS = 24;
    private static final int MOST_NAMES = 3;
    private static final Set<String> JOINTS =
            Set.of("dot", "period", "point", "underscore", "dash", "hyphen", "minus", "plus", "number");
    /** After these an address begins. */
    private static final Set<String> BEFORE = Set.of(
            "is", "it's", "its", "was", "be", "email", "mail", "emails", "address", "to", "use", "me", "him", "her",
            "that's", "and", "or", "my", "at", "our", "on", "it", "yes", "yeah", "okay", "sure", "so", "uh", "um");
    /** "look at acme dot com" names a site. */
    private static final Set<String> NO_MAILBOX = Set.of(
            "look",
            "looking",
            "looked",
            "looks",
            "work",
            "works",
            "worked",
            "working",
            "us",
            "you",
            "are",
            "here",
            "there",
            "now",
            "available",
            "found",
            "live",
            "everyone",
            "people",
            "folks",
            "team",
            "someone",
            "them");

    /** The one whose "at" is there; null if there is none. */
    static @Nullable SpokenAddress around(List<String> words, int at) {
        if (at == 0 || !words.get(at).equals("at")) {
            return null;
        }
        int end = host(words, at + 1);
        int from = local(words, at);
        boolean site = from == at || from == at - 1 && NO_MAILBOX.contains(words.get(from));
        return end < 0 || site ? null : new SpokenAddress(introduced(words, from), end);
    }

    /** Index after the last "dot" and what follows it; -1 if there is no dot within a few words. Any ending will do. */
    private static int host(List<String> words, int from) {
        int dot = from + 1;
        while (dot < words.size()
                && dot - from <= MOST_HOST_WORDS
                && !words.get(dot).equals("dot")) {
            dot++;
        }
        if (dot >= words.size() || dot - from > MOST_HOST_WORDS) {
            return -1;
        }
        while (dot + 2 < words.size() && words.get(dot + 2).equals("dot")) {
            dot += 2;
        }
        return Math.min(words.size(), dot + 2);
    }

    /** Index of the first word before the "at" that belongs to it by its form. */
    private static int local(List<String> words, int at) {
        int from = at;
        while (from > 0 && at - from < MOST_LOCAL_WORDS) {
            int step = step(words, from, at);
            if (step == 0) {
                break;
            }
            from -= step;
        }
        return from;
    }

    /** How many words before that one are a part of it: letters, digits, joints and what they join, "as in sam". */
    private static int step(List<String> words, int from, int at) {
        String before = words.get(from - 1);
        if (from >= 3 && words.get(from - 2).equals("in") && words.get(from - 3).equals("as")) {
            return 3;
        }
        boolean article = before.equals("a") || before.equals("i");
        boolean letter = before.matches("[a-z]\\.?")
                && (!article || from == at || words.get(from).length() == 1);
        boolean form = letter || JOINTS.contains(before) || DigitGroup.at(words, from - 1) != null;
        boolean joined = from == at || JOINTS.contains(words.get(from));
        return form || joined && !BEFORE.contains(before) ? 1 : 0;
    }

    /** Where the address begins, if a few words earlier something introduces it: "is john smith at …". */
    private static int introduced(List<String> words, int from) {
        for (int i = from - 1; i >= Math.max(0, from - MOST_NAMES - 1); i--) {
            if (BEFORE.contains(words.get(i))) {
                return i + 1;
            }
        }
        return from;
    }
}
