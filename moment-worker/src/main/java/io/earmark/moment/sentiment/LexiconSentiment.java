package io.earmark.moment.sentiment;

import io.earmark.call.Sentiment;
import io.earmark.moment.english.Negation;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Scores words by a lexicon, after C. J. Hutto and E. Gilbert, "VADER: A Parsimonious Rule-based Model for Sentiment
 * Analysis of Social Media Text", ICWSM 2014: boosters before a word strengthen or weaken it, a negation within three
 * words turns it round (times -0.74), what follows "but" weighs 1.5 and what precedes it 0.5, and the sum s becomes
 * s / √(s² + 15), between -1 and 1. Lexicon and code are our own; speech has no capitals and no exclamation marks, so
 * these rules are left out. From 0.05 on it is positive, from -0.05 down negative.
 */
public final class LexiconSentiment implements SentimentAnalyzer {

    private static final double NEGATED = -0.74;
    private static final double BOOST = 0.293;
    private static final double[] BOOST_BY_DISTANCE = {1, 0.95, 0.9};
    private static final double NORMALIZER = 15;
    private static final double LABEL_FROM = 0.05;
    private static final int REACH = 3;
    private static final Set<String> STRONGER = Set.of(
            "absolutely",
            "amazingly",
            "awfully",
            "completely",
            "deeply",
            "entirely",
            "especially",
            "exceptionally",
            "extremely",
            "far",
            "highly",
            "hugely",
            "incredibly",
            "insanely",
            "much",
            "particularly",
            "pretty",
            "quite",
            "really",
            "remarkably",
            "seriously",
            "so",
            "super",
            "terribly",
            "too",
            "totally",
            "truly",
            "unbelievably",
            "utterly",
            "very",
            "way");
    private static final Set<String> WEAKER = Set.of(
            "almost",
            "barely",
            "bit",
            "fairly",
            "kind_of",
            "less",
            "little",
            "marginally",
            "mildly",
            "occasionally",
            "partly",
            "relatively",
            "slightly",
            "somewhat",
            "sort_of");

    /** After "no" these begin a new statement: "no we love it". */
    private static final Set<String> STARTING = Set.of(
            "i",
            "i'm",
            "i've",
            "we",
            "we're",
            "we've",
            "it",
            "it's",
            "that",
            "that's",
            "this",
            "they",
            "they're",
            "you",
            "you're",
            "the",
            "our",
            "thank_you",
            "thanks",
            "thank",
            "actually");

    private final Lexicon lexicon;

    LexiconSentiment(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    /** With the lexicon that travels with Earmark. */
    public static LexiconSentiment bundled() throws IOException {
        return new LexiconSentiment(Lexicon.bundled());
    }

    @Override
    public Sentiment analyze(String text) {
        List<String> tokens = lexicon.tokens(text);
        int but = tokens.lastIndexOf("but");
        double sum = 0;
        for (int i = 0; i < tokens.size(); i++) {
            double weight = but < 0 ? 1 : i < but ? 0.5 : 1.5;
            sum += weight * valence(tokens, i);
        }
        double score = Math.round(sum / Math.sqrt(sum * sum + NORMALIZER) * 1000) / 1000.0;
        return new Sentiment(label(score), score);
    }

    private static String label(double score) {
        return score >= LABEL_FROM ? "positive" : score <= -LABEL_FROM ? "negative" : "neutral";
    }

    private double valence(List<String> tokens, int at) {
        double valence = lexicon.valence(tokens.get(at));
        if (valence == 0) {
            return 0;
        }
        boolean negated = false;
        for (int back = 1; back <= REACH && at - back >= 0; back++) {
            String before = tokens.get(at - back);
            double boost = STRONGER.contains(before) ? BOOST : WEAKER.contains(before) ? -BOOST : 0;
            valence += Math.signum(valence) * boost * BOOST_BY_DISTANCE[back - 1];
            negated |= negates(before, tokens.get(at - back + 1));
        }
        return negated ? valence * NEGATED : valence;
    }

    private static boolean negates(String word, String next) {
        return Negation.is(word) && !(word.equals("no") && STARTING.contains(next));
    }
}
