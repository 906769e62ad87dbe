package io.earmark.moment.metrics;

import io.earmark.call.Utterance;
import io.earmark.moment.english.Clauses;
import io.earmark.moment.english.Words;
import java.util.List;
import java.util.Set;

/**
 * Tells questions by their words, since recognisers give no question marks: a question word that no subject follows ("when
 * can we", but not "when we"), or an auxiliary before its subject ("do you", "isn't it"), at the start of a clause; inside
 * one, where a pause was not heard, only the plainest forms of these. What English asks by intonation alone is missed.
 */
public final class Questions {

    private static final Set<String> ASKING = Set.of(
            "what", "what's", "how", "how's", "why", "when", "when's", "where", "where's", "who", "who's", "whose");
    private static final Set<String> AUXILIARIES = Set.of(
            "am",
            "are",
            "can",
            "could",
            "did",
            "do",
            "does",
            "had",
            "has",
            "have",
            "is",
            "may",
            "shall",
            "should",
            "was",
            "were",
            "will",
            "would",
            "aren't",
            "can't",
            "couldn't",
            "didn't",
            "doesn't",
            "don't",
            "hasn't",
            "haven't",
            "isn't",
            "shouldn't",
            "wasn't",
            "weren't",
            "won't",
            "wouldn't");
    private static final Set<String> PRONOUNS = Set.of("i", "you", "we", "they", "he", "she", "it");
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
            "these",
            "those",
            "your",
            "our",
            "my",
            "the",
            "anyone",
            "anybody",
            "somebody",
            "someone",
            "everyone",
            "everybody",
            "now");

    /** These also begin a command or a wish before such a word: "do the math", "have the best day". */
    private static final Set<String> COMMANDING = Set.of("do", "don't", "have", "may");

    private static final Set<String> INTERJECTIONS = Set.of(
            "actually",
            "alright",
            "also",
            "and",
            "but",
            "great",
            "hello",
            "hey",
            "hi",
            "just",
            "maybe",
            "no",
            "now",
            "oh",
            "ok",
            "okay",
            "or",
            "perfect",
            "please",
            "right",
            "so",
            "sorry",
            "sure",
            "thanks",
            "then",
            "uh",
            "um",
            "well",
            "yeah",
            "yes");

    /** After one of these an inversion is no question: "than do we", "what are you" reported. */
    private static final Set<String> REPORTING = Set.of("that", "than", "as", "nor", "neither", "what", "how", "so");

    private static final Set<String> AMOUNTS = Set.of("much", "many", "long", "often", "soon", "far", "big", "about");

    private Questions() {}

    /** Whether any of its clauses asks. */
    public static boolean asks(Utterance said) {
        return Clauses.of(said).stream().anyMatch(Questions::isQuestion);
    }

    /** @param clause what was said without a pause */
    public static boolean isQuestion(String clause) {
        if (clause.strip().endsWith("?")) {
            return true;
        }
        List<String> words = Words.of(clause);
        int start = 0;
        while (start < words.size() && INTERJECTIONS.contains(words.get(start))) {
            start++;
        }
        if (beginsToAsk(words, start)) {
            return true;
        }
        for (int at = start + 1; at + 1 < words.size(); at++) {
            if (asksInside(words, at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean beginsToAsk(List<String> words, int at) {
        if (at + 1 >= words.size()) {
            return at < words.size()
                    && Set.of("why", "how", "what", "when", "where", "who").contains(words.get(at));
        }
        String first = words.get(at);
        String next = words.get(at + 1);
        if (first.equals("which")) {
            return !AUXILIARIES.contains(next) && !PRONOUNS.contains(next) && !next.equals("means");
        }
        if (first.equals("what") && (next.equals("a") || next.equals("an"))) {
            return false;
        }
        if (ASKING.contains(first)) {
            return !(SUBJECTS.contains(next) && !first.contains("'")) && !next.equals("knows");
        }
        return inverted(first, next);
    }

    private static boolean inverted(String first, String next) {
        return AUXILIARIES.contains(first)
                && (COMMANDING.contains(first)
                        ? PRONOUNS.contains(next) && !next.equals("it")
                        : SUBJECTS.contains(next));
    }

    private static boolean asksInside(List<String> words, int at) {
        String word = words.get(at);
        String next = words.get(at + 1);
        if (ASKING.contains(word)) {
            return (AUXILIARIES.contains(next) && at + 2 < words.size() && SUBJECTS.contains(words.get(at + 2)))
                    || (word.equals("how") && AMOUNTS.contains(next) && followedByInversion(words, at + 2));
        }
        boolean tag = word.endsWith("n't") && at + 2 == words.size() && PRONOUNS.contains(next);
        boolean asked = AUXILIARIES.contains(word)
                && (next.equals("you") || next.equals("your"))
                && !word.endsWith("n't")
                && !REPORTING.contains(words.get(at - 1));
        return tag || asked;
    }

    /** "how many seats do you". */
    private static boolean followedByInversion(List<String> words, int from) {
        for (int at = from; at < from + 3 && at + 1 < words.size(); at++) {
            if (inverted(words.get(at), words.get(at + 1))) {
                return true;
            }
        }
        return false;
    }
}
