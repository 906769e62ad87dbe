package io.earmark.stt.text;

import java.util.List;
import java.util.Set;

/** Tells a question by its words, since recognisers give no marks: a question word, or a verb before its subject. */
final class QuestionWords {

    private static final Set<String> VERBS = Set.of(
            "do",
            "does",
            "did",
            "is",
            "are",
            "was",
            "were",
            "can",
            "could",
            "would",
            "will",
            "should",
            "have",
            "has",
            "had",
            "may",
            "am",
            "isn't",
            "aren't",
            "don't",
            "doesn't",
            "didn't",
            "can't",
            "couldn't",
            "wouldn't",
            "won't",
            "shouldn't",
            "haven't",
            "hasn't",
            "wasn't",
            "weren't");
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
            "anyone",
            "anybody",
            "somebody",
            "someone",
            "everyone",
            "the",
            "any");
    private static final Set<String> PERSONS = Set.of("i", "you", "we", "they", "he", "she", "it");
    private static final Set<String> ASKING = Set.of("what", "how", "which", "who", "whose", "when", "where", "why");
    private static final Set<String> ASKING_IS = Set.of("what's", "how's", "who's", "where's", "when's", "why's");
    private static final Set<String> OPENINGS = Set.of(
            "so", "and", "but", "okay", "ok", "well", "um", "uh", "er", "hmm", "right", "now", "yes", "yeah", "sorry",
            "or", "oh", "great", "hi", "hello", "hey", "thanks", "sure", "no", "mean", "then", "also");
    private static final Set<String> PHRASES = Set.of(
            "any questions",
            "anything else",
            "sound good",
            "sounds good to you",
            "make sense",
            "makes sense to you",
            "how come",
            "how about you",
            "what about you",
            "you sure",
            "really",
            "pardon",
            "excuse me",
            "any thoughts",
            "ready");
    private static final Set<String> TAGS =
            Set.of("is it", "isn't it", "don't you", "do you", "aren't you", "doesn't it", "won't you", "didn't you");
    private static final Set<String> BEFORE_CLAUSE = Set.of(
            "what", "how", "which", "who", "whose", "when", "where", "why", "that", "and", "or", "if", "much", "many",
            "long", "soon", "often", "only", "neither", "nor", "so", "what's", "else", "not");
    private static final int VERB_WITHIN = 4;

    private QuestionWords() {}

    /** @param words of one sentence, in lower case */
    static boolean ask(List<String> words) {
        List<String> rest = withoutOpening(words);
        return PHRASES.contains(String.join(" ", rest))
                || hasTag(rest)
                || inverted(new Speech(rest), 0)
                || askFor(rest);
    }

    /** Whether they ask with a question word. */
    static boolean askFor(List<String> words) {
        Speech speech = new Speech(withoutOpening(words));
        return ASKING_IS.contains(speech.at(0)) && speech.size() > 1 || asks(speech);
    }

    private static List<String> withoutOpening(List<String> words) {
        int first = 0;
        while (first < words.size() - 1 && OPENINGS.contains(words.get(first))) {
            first++;
        }
        return words.subList(first, words.size());
    }

    private static boolean inverted(Speech speech, int at) {
        // "do that" and "have the" are orders.
        boolean order = Set.of("do", "have").contains(speech.at(at))
                && !PERSONS.contains(speech.at(at + 1))
                && !Set.of("your", "our", "any", "they").contains(speech.at(at + 1));
        return VERBS.contains(speech.at(at)) && SUBJECTS.contains(speech.at(at + 1)) && !order;
    }

    /** "what kind of budget do you have", but not "what i mean is that". */
    private static boolean asks(Speech speech) {
        if (!ASKING.contains(speech.at(0)) || PERSONS.contains(speech.at(1))) {
            return false;
        }
        boolean needsVerbNext = Set.of("when", "where", "why").contains(speech.at(0));
        if (needsVerbNext) {
            return VERBS.contains(speech.at(1));
        }
        if (Set.of("how about", "what about").contains(speech.at(0) + " " + speech.at(1))) {
            return true;
        }
        for (int at = 1; at <= VERB_WITHIN + 1; at++) {
            if (PERSONS.contains(speech.at(at))) {
                return false;
            }
            if (VERBS.contains(speech.at(at))) {
                return true;
            }
        }
        return speech.is(0, "who") && speech.size() > 1;
    }

    private static boolean hasTag(List<String> words) {
        int size = words.size();
        return size > 3 && TAGS.contains(words.get(size - 2) + " " + words.get(size - 1));
    }

    /**
     * Whether a question begins inside a sentence: "good morning do you have a minute".
     *
     * @param begin index of the sentence's first word
     */
    static boolean beginAt(Speech speech, int begin, int at) {
        // "what kind of budget do you have" is one question.
        boolean asking = speech.words().subList(begin, at).stream().anyMatch(ASKING::contains);
        if (asking || BEFORE_CLAUSE.contains(speech.at(at - 1)) || VERBS.contains(speech.at(at - 1))) {
            return false;
        }
        boolean verbFirst = VERBS.contains(speech.at(at)) && speech.is(at + 1, "you") && speech.size() > at + 2;
        boolean questionWord = ASKING.contains(speech.at(at))
                && VERBS.contains(speech.at(at + 1))
                && PERSONS.contains(speech.at(at + 2));
        boolean howMuch = speech.is(at, "how")
                && Set.of("much", "many", "long", "soon", "often").contains(speech.at(at + 1))
                && VERBS.contains(speech.at(at + 2));
        return verbFirst || questionWord || howMuch;
    }
}
