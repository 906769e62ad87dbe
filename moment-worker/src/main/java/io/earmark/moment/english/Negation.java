package io.earmark.moment.english;

import java.util.List;
import java.util.Set;

/** Finds what turns a statement round. */
public final class Negation {

    private static final Set<String> NEGATIONS = Set.of(
            "not", "no", "never", "cannot", "without", "nobody", "nothing", "none", "neither", "nor", "hardly",
            "rarely");

    /** What may stand between a negation and what it negates: "I do not think that it is really …". */
    private static final Set<String> CARRIERS = Set.of(
            "a",
            "all",
            "an",
            "any",
            "anything",
            "are",
            "at",
            "be",
            "because",
            "been",
            "being",
            "even",
            "exactly",
            "find",
            "for",
            "further",
            "get",
            "give",
            "giving",
            "going",
            "have",
            "i",
            "is",
            "it",
            "it's",
            "like",
            "make",
            "mean",
            "much",
            "my",
            "need",
            "offer",
            "offering",
            "our",
            "particularly",
            "quite",
            "really",
            "say",
            "saying",
            "so",
            "special",
            "such",
            "terribly",
            "that",
            "the",
            "they",
            "they're",
            "think",
            "this",
            "to",
            "too",
            "us",
            "very",
            "want",
            "was",
            "we",
            "you",
            "your");

    private static final int REACH = 6;

    private Negation() {}

    /** Whether the word negates by itself, such as "never" or "don't". */
    public static boolean is(String word) {
        return NEGATIONS.contains(word) || word.endsWith("n't");
    }

    /** Whether there is a negation anywhere. */
    public static boolean in(List<String> words) {
        return words.stream().anyMatch(Negation::is);
    }

    /**
     * Whether what begins at an index is negated: by the word before it, or by one up to six words before with nothing
     * but small words between ("not", "because it is", "too expensive"). A bare "no" negates the next word alone: it may
     * just be the answer ("no it is too expensive").
     */
    public static boolean before(List<String> words, int start) {
        for (int at = start - 1; at >= 0 && at >= start - REACH; at--) {
            String word = words.get(at);
            if (is(word)) {
                return at == start - 1 || !word.equals("no");
            }
            if (!CARRIERS.contains(word)) {
                return false;
            }
        }
        return false;
    }
}
