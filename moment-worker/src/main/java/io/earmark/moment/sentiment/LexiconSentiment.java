package io.earmark.moment.sentiment;

import io.earmark.call.Sentiment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Scores words by a lexicon, after C. J. Hutto and E. Gilbert, "VADER: A Parsimonious Rule-based Model for Sentiment
 * Analysis of Social Media Text", ICWSM 2014: boosters before a word strengthen or weaken it, a negation within three
 * words turns it round (times -0.74), what follows "but" weighs 1.5 and what precedes it 0.5, and the sum s becomes
 * s / √(s² + 15), between -1 and 1. Lexicon and code are our own; speech has no capitals and no exclamation marks, so
 * these rules are left out.
 */
public final class LexiconSentiment implements SentimentAnalyzer {

    private static final double NEGATED = -0.74;
    private static final double BOOST = 0.293;
    private static final double[] BOOST_BY_DISTANCE = {1, 0.95, 0.9};
    private static final double NORMALIZER = 15;
    private static final double LABEL_FROM = 0.05;
    private static final int REACH = 3;
    private static final Set<String> NEGATIONS = Set.of(
            "not",
            "no",
            "never",
            "don't",
            "doesn't",
            "didn't",
            "isn't",
            "wasn't",
            "aren't",
            "weren't",
            "won't",
            "wouldn't",
            "can't",
            "cannot",
            "couldn't",
            "shouldn't",
            "haven't",
            "hasn't",
            "hadn't",
            "without",
            "nobody",
            "nothing",
            "neither",
            "hardly",
            "rarely",
            "ain't");
    private static final Set<String> STRONGER = Set.of(
            "very",
            "really",
            "so",
            "extremely",
            "totally",
            "absolutely",
            "completely",
            "too",
            "super",
            "incredibly",
            "highly",
            "especially",
            "quite",
            "deeply",
            "truly");
    private static final Set<String> WEAKER =
            Set.of("slightly", "somewhat", "kind", "sort", "barely", "little", "partly", "fairly", "almost");

    private final Map<String, Double> valences;

    private LexiconSentiment(Map<String, Double> valences) {
        this.valences = valences;
    }

    /** With the lexicon that travels with Earmark: lines of a valence, -4 to 4, and the words that have it. */
    public static LexiconSentiment bundled() throws IOException {
        try (InputStream lexicon = LexiconSentiment.class.getResourceAsStream("/sentiment-lexicon.txt")) {
            if (lexicon == null) {
                throw new IllegalStateException("sentiment-lexicon.txt is missing from this build.");
            }
            Map<String, Double> valences = new HashMap<>();
            BufferedReader lines = new BufferedReader(new InputStreamReader(lexicon, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] words = line.strip().split("\\s+");
                    for (int i = 1; i < words.length; i++) {
                        valences.put(words[i], Double.valueOf(words[0]));
                    }
                }
            }
            return new LexiconSentiment(valences);
        }
    }

    @Override
    public Sentiment analyze(String text) {
        List<String> words = List.of(text.toLowerCase(Locale.ROOT).strip().split("[^\\p{L}\\p{N}']+"));
        int but = words.lastIndexOf("but");
        double sum = 0;
        for (int i = 0; i < words.size(); i++) {
            double weight = but < 0 ? 1 : i < but ? 0.5 : 1.5;
            sum += weight * valence(words, i);
        }
        double score = sum / Math.sqrt(sum * sum + NORMALIZER);
        String label = score >= LABEL_FROM ? "positive" : score <= -LABEL_FROM ? "negative" : "neutral";
        return new Sentiment(label, Math.round(score * 1000) / 1000.0);
    }

    private double valence(List<String> words, int at) {
        double valence = valences.getOrDefault(words.get(at), 0.0);
        if (valence == 0) {
            return 0;
        }
        boolean negated = false;
        for (int back = 1; back <= REACH && at - back >= 0; back++) {
            String before = words.get(at - back);
            double boost = STRONGER.contains(before) ? BOOST : WEAKER.contains(before) ? -BOOST : 0;
            valence += Math.signum(valence) * boost * BOOST_BY_DISTANCE[back - 1];
            negated |= NEGATIONS.contains(before);
        }
        return negated ? valence * NEGATED : valence;
    }
}
