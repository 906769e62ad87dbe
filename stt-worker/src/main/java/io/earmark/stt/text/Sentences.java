package io.earmark.stt.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Parts an utterance into sentences by its pauses and its words, capitalises their beginnings and ends them with a full
 * stop or a question mark. A rule of thumb: it prefers no mark to a wrong one.
 */
final class Sentences {

    private static final double PAUSE_SECONDS = 0.3;
    private static final double LONG_PAUSE_SECONDS = 0.5;

    /** A sentence does not end with these: its speaker paused to think, or was cut off. */
    private static final Set<String> DANGLING = Set.of(
            "a", "an", "the", "to", "of", "and", "or", "but", "with", "for", "from", "in", "on", "at", "by", "my",
            "our", "your", "their", "his", "its", "because", "if", "are", "was", "were", "be", "i", "we", "they", "i'm",
            "we're", "it's", "they're", "you're", "than", "as", "about", "into", "can", "could", "would", "should",
            "um", "uh", "er", "erm", "ah", "hmm", "mm", "that's", "let's", "i'll", "we'll", "what", "which", "who",
            "when", "where", "very", "every", "per", "not", "i've", "we've", "has", "have", "had", "going", "gonna",
            "like");

    /** With these a new sentence may begin after a short pause. */
    private static final Set<String> BEGINNINGS = Set.of(
            "i",
            "i'm",
            "i'll",
            "i'd",
            "i've",
            "we",
            "we're",
            "we'll",
            "we've",
            "we'd",
            "you",
            "you're",
            "he",
            "she",
            "they",
            "they're",
            "it",
            "it's",
            "that's",
            "this",
            "these",
            "there",
            "there's",
            "so",
            "but",
            "okay",
            "ok",
            "yes",
            "yeah",
            "no",
            "well",
            "let's",
            "let",
            "what",
            "how",
            "why",
            "what's",
            "how's",
            "do",
            "does",
            "did",
            "is",
            "are",
            "can",
            "could",
            "would",
            "will",
            "should",
            "thanks",
            "thank",
            "sure",
            "great",
            "good",
            "right",
            "my",
            "our",
            "your",
            "now",
            "hello",
            "hi",
            "please",
            "absolutely",
            "exactly",
            "sounds",
            "um",
            "uh",
            "the",
            "have",
            "maybe",
            "actually",
            "honestly",
            "sorry",
            "any",
            "don't");

    /** These are sentences by themselves. */
    private static final Set<String> ALONE = Set.of(
            "yes",
            "yeah",
            "no",
            "okay",
            "ok",
            "right",
            "sure",
            "great",
            "good",
            "thanks",
            "hello",
            "hi",
            "exactly",
            "absolutely",
            "perfect",
            "correct",
            "sorry",
            "fine",
            "nice",
            "bye",
            "goodbye");

    /** Followed by a comma at the beginning of a sentence. */
    private static final Set<String> OPENINGS = Set.of("well", "yes", "yeah", "okay", "ok");

    /** A clause with one of these is not a sentence: the main clause is to come. */
    private static final Set<String> SUBORDINATE = Set.of("if", "when", "once", "while", "although", "unless", "until");

    private final List<Piece> pieces;
    private final Speech speech;
    private boolean open;

    /** @param words of the whole utterance, one for each word of the pieces */
    Sentences(List<Piece> pieces, List<String> words) {
        this.pieces = new ArrayList<>(pieces);
        this.speech = new Speech(words);
    }

    /** Whether the utterance ends in mid-sentence, so that the speaker's next one goes on with it. */
    boolean open() {
        return open;
    }

    /** @param goesOn whether the speaker's utterance before was left open */
    List<Piece> punctuated(boolean goesOn) {
        List<Piece> done = new ArrayList<>(pieces.size());
        int begin = 0;
        for (int at = 1; at <= pieces.size(); at++) {
            if (at < pieces.size() && endsBefore(begin, at) && isSubordinate(begin, at)) {
                pieces.set(at - 1, pieces.get(at - 1).with(","));
            } else if (at == pieces.size() || endsBefore(begin, at)) {
                done.addAll(sentence(begin, at, goesOn && begin == 0));
                begin = at;
            }
        }
        return done;
    }

    private boolean endsBefore(int begin, int at) {
        Piece before = pieces.get(at - 1);
        Piece next = pieces.get(at);
        boolean enough = at - begin > 1 || ALONE.contains(speech.at(before.to() - 1));
        double pause = next.start() - before.end();
        boolean paused =
                pause >= LONG_PAUSE_SECONDS || pause >= PAUSE_SECONDS && BEGINNINGS.contains(speech.at(next.from()));
        return !dangles(before)
                && (enough && paused
                        || QuestionWords.beginAt(speech, pieces.get(begin).from(), next.from()));
    }

    /** "if you sign by friday" is, as long as it stands alone. */
    private boolean isSubordinate(int begin, int at) {
        boolean alone = pieces.subList(begin, at).stream()
                .noneMatch(piece -> piece.text().endsWith(","));
        int first = pieces.get(begin).from();
        List<String> words = speech.words().subList(first, pieces.get(at - 1).to());
        return alone && SUBORDINATE.contains(words.get(0)) && !QuestionWords.askFor(words);
    }

    private List<Piece> sentence(int begin, int end, boolean goesOn) {
        List<Piece> sentence = new ArrayList<>(pieces.subList(begin, end));
        List<String> words = speech.words()
                .subList(pieces.get(begin).from(), pieces.get(end - 1).to());
        Piece first = sentence.get(0);
        if (!goesOn) {
            sentence.set(0, first.capitalised());
        }
        boolean opening = OPENINGS.contains(words.get(0))
                && !words.get(words.size() > 1 ? 1 : 0).equals("done");
        if ((first.filler() || opening) && sentence.size() > 1) {
            sentence.set(0, sentence.get(0).with(","));
        }
        int last = sentence.size() - 1;
        open = end == pieces.size() && dangles(sentence.get(last)) && !QuestionWords.askFor(words);
        if (!open) {
            sentence.set(last, sentence.get(last).with(QuestionWords.ask(words) ? "?" : "."));
        }
        return sentence;
    }

    /** Letters that were spelled are no words: "our a p i" is complete. */
    private boolean dangles(Piece last) {
        return last.to() - last.from() == 1 && DANGLING.contains(speech.at(last.from()));
    }
}
