package io.earmark.stt.text;

import io.earmark.call.Word;
import io.earmark.stt.redact.MaskedCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.language.DoubleMetaphone;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Puts a term of the vocabulary where the recogniser heard something that sounds like it. A recogniser can only give words
 * that its model knows, so a name comes out as its nearest neighbours: "hub's spot" for HubSpot. What sounds alike is told by
 * the Double Metaphone code (L. Philips, "The Double Metaphone Search Algorithm", 2000) and by the letters, both compared by
 * edit distance. Only words of which the recogniser was unsure are touched, and what it had heard is kept.
 */
final class PhoneticCorrection {

    /** Above it the recogniser was sure of a word. */
    private static final double SURE = 0.95;
    /** Least likeness of sounds, 0 to 1. */
    private static final double LIKE_SOUND = 0.75;
    /** A single word that is not a name is likelier to be what was said than several odd ones in a row. */
    private static final double LIKE_SOUND_OF_ONE = 0.9;
    /** Least likeness of letters, 0 to 1: the code says nothing of most vowels. */
    private static final double LIKE_LETTERS = 0.45;
    /** Least likeness of sounds and letters together, 0 to 1. */
    private static final double LIKE = 0.66;
    /** Codes shorter than this fit too many words: the letters must be nearly the same. */
    private static final int SHORT_CODE = 3;

    private static final int MOST_SOUNDS = 24;

    private record Match(Vocabulary.Term term, int words, double likeness) {}

    private final DoubleMetaphone metaphone = new DoubleMetaphone();
    private final LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    private final Vocabulary vocabulary;
    private final Map<String, List<String>> codes = new HashMap<>();

    PhoneticCorrection(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        metaphone.setMaxCodeLen(MOST_SOUNDS);
    }

    /** The words of one utterance, some of them replaced. */
    List<Word> corrected(List<Word> words) {
        List<Word> corrected = new ArrayList<>(words.size());
        int at = 0;
        while (at < words.size()) {
            Optional<Match> found = best(words, at);
            // A better one may begin with the next word: "a hub spot".
            boolean wait = found.isPresent()
                    && best(words, at + 1)
                            .filter(later -> later.likeness() > found.get().likeness())
                            .isPresent();
            if (found.isEmpty() || wait) {
                corrected.add(words.get(at++));
            } else {
                Match match = found.get();
                corrected.addAll(replaced(words.subList(at, at + match.words()), match.term()));
                at += match.words();
            }
        }
        return corrected;
    }

    private Optional<Match> best(List<Word> words, int from) {
        Match best = null;
        for (Vocabulary.Term term : vocabulary.terms()) {
            int most = Math.min(
                    words.size() - from,
                    term.spoken().get(term.spoken().size() - 1).split(" ").length + 1);
            for (int count = 1; count <= most; count++) {
                double likeness = likeness(words.subList(from, from + count), term);
                if (likeness >= LIKE && (best == null || likeness > best.likeness())) {
                    best = new Match(term, count, likeness);
                }
            }
        }
        return Optional.ofNullable(best);
    }

    /** 0 if they must not be replaced. */
    private double likeness(List<Word> heard, Vocabulary.Term term) {
        String said = String.join(" ", heard.stream().map(Word::text).toList());
        if (term.spoken().contains(said) || said.equals(String.join(" ", term.words()))) {
            return 1;
        }
        boolean sure = heard.stream().allMatch(word -> word.confidence() > SURE);
        boolean corrected = heard.stream().anyMatch(word -> word.original() != null);
        boolean masked = heard.stream().anyMatch(MaskedCall::isMask);
        String letters = said.replaceAll("[^\\p{L}\\p{N}]", "");
        String wanted = term.letters();
        if (sure
                || corrected
                || masked
                || letters.isEmpty()
                || CommonWords.allAre(heard)
                || CommonWords.atAnEnd(heard)) {
            return 0;
        }
        double sound = 0;
        for (String code : codes(wanted)) {
            for (String other : codes(letters)) {
                sound = Math.max(sound, alike(code, other));
            }
        }
        double spelling = alike(letters, wanted);
        boolean shortCode = codes(wanted).get(0).length() < SHORT_CODE;
        double together = 0.6 * sound + 0.4 * spelling;
        double least = shortCode ? LIKE_SOUND : LIKE_LETTERS;
        double leastSound = heard.size() == 1 ? LIKE_SOUND_OF_ONE : LIKE_SOUND;
        return sound < leastSound || spelling < least ? 0 : together;
    }

    private List<String> codes(String letters) {
        return codes.computeIfAbsent(
                letters,
                word -> List.of(
                        String.valueOf(metaphone.doubleMetaphone(word)),
                        String.valueOf(metaphone.doubleMetaphone(word, true))));
    }

    /** 1 for the same, 0 for nothing in common. */
    private double alike(String one, String other) {
        int longer = Math.max(one.length(), other.length());
        return longer == 0 ? 0 : 1 - distance.apply(one, other) / (double) longer;
    }

    /** The term's words in the time of those heard, shared by their letters. */
    private static List<Word> replaced(List<Word> heard, Vocabulary.Term term) {
        String original = String.join(" ", heard.stream().map(Word::text).toList());
        List<String> words = term.words();
        if (original.equals(String.join(" ", words))) {
            return heard;
        }
        double confidence = heard.stream().mapToDouble(Word::confidence).min().orElse(0);
        double start = heard.get(0).start();
        double seconds = heard.get(heard.size() - 1).end() - start;
        int letters = words.stream().mapToInt(String::length).sum();
        List<Word> replaced = new ArrayList<>();
        int before = 0;
        for (String word : words) {
            double from = start + seconds * before / letters;
            before += word.length();
            double to = before == letters ? heard.get(heard.size() - 1).end() : start + seconds * before / letters;
            replaced.add(new Word(word, from, to, confidence, original));
        }
        return replaced;
    }
}
