package io.earmark.moment.sentiment;

import io.earmark.moment.english.Words;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Words and expressions with their valences, -4 (worst) to 4 (best). */
final class Lexicon {

    private static final String BUNDLED = "/sentiment-lexicon.txt";
    private static final String JOINT = "_";

    private final Map<String, Double> valences;
    private final int longest;

    private Lexicon(Map<String, Double> valences) {
        this.valences = valences;
        this.longest = valences.keySet().stream()
                .mapToInt(entry -> entry.split(JOINT).length)
                .max()
                .orElse(1);
    }

    static Lexicon bundled() throws IOException {
        try (InputStream file = Lexicon.class.getResourceAsStream(BUNDLED)) {
            if (file == null) {
                throw new IllegalStateException("sentiment-lexicon.txt is missing from this build.");
            }
            return read(new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8)));
        }
    }

    /** @param lines of a valence and the words that have it; lines that begin with # and empty ones are for people */
    static Lexicon read(BufferedReader lines) throws IOException {
        Map<String, Double> valences = new HashMap<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] entries = line.strip().split("\\s+");
                double valence = Double.parseDouble(entries[0]);
                for (int i = 1; i < entries.length; i++) {
                    if (valences.put(entries[i], valence) != null || Math.abs(valence) > 4) {
                        throw new IllegalStateException(
                                "The sentiment lexicon has '" + entries[i] + "' twice or with a valence beyond 4.");
                    }
                }
            }
        }
        return new Lexicon(valences);
    }

    /** The text's words in lower case, those of an expression joined by _; of several expressions the longest. */
    List<String> tokens(String text) {
        List<String> words = Words.of(text);
        List<String> tokens = new ArrayList<>();
        int at = 0;
        while (at < words.size()) {
            int length = lengthOfExpression(words, at);
            tokens.add(String.join(JOINT, words.subList(at, at + length)));
            at += length;
        }
        return tokens;
    }

    private int lengthOfExpression(List<String> words, int at) {
        for (int length = Math.min(longest, words.size() - at); length > 1; length--) {
            if (valences.containsKey(String.join(JOINT, words.subList(at, at + length)))) {
                return length;
            }
        }
        return 1;
    }

    /** 0 for what it does not know. */
    double valence(String token) {
        return valences.getOrDefault(token, 0.0);
    }

    int size() {
        return valences.size();
    }
}
