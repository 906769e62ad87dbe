package io.earmark.moment.metrics;

import java.util.Set;

/**
 * Tells questions by their words, since recognisers give no question marks: a clause that begins with a question word or
 * with an auxiliary before its subject.
 */
public final class Questions {

    private static final Set<String> ASKING =
            Set.of("what", "what's", "how", "how's", "why", "when", "where", "who", "which", "whose");
    private static final Set<String> AUXILIARIES = Set.of(
            "do", "does", "did", "is", "are", "was", "were", "can", "could", "would", "will", "should", "have", "has",
            "may");
    private static final Set<String> SUBJECTS = Set.of(
            "i",
            "you",
            "we",
            "they",
            "he",
            "she",
            "it",
            "there",
            "that",
            "this",
            "your",
            "our",
            "now",
            "anyone",
            "somebody",
            "someone",
            "the");

    private Questions() {}

    public static boolean isQuestion(String text) {
        String[] words = text.strip().split("\\s+");
        for (int i = 0; i + 1 < words.length; i++) {
            boolean inverted = AUXILIARIES.contains(words[i]) && SUBJECTS.contains(words[i + 1]);
            if (i == 0 && (inverted || ASKING.contains(words[0]))) {
                return true;
            }
            // Inside an utterance: "how do you …", "do you …", "can you …" after a greeting or a statement.
            boolean asked = inverted
                    && Set.of("you", "your").contains(words[i + 1])
                    && !"that".equals(words[i - (i > 0 ? 1 : 0)]);
            boolean what = ASKING.contains(words[i]) && AUXILIARIES.contains(words[i + 1]);
            if (i > 0 && (asked || what)) {
                return true;
            }
        }
        return false;
    }
}
