package io.earmark.moment.similarity;

import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import opennlp.tools.tokenize.WordpieceTokenizer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A text as numbers of a BERT vocabulary: lower case, without accents, cut into the longest pieces that it knows. */
final class WordPieces {

    private static final Pattern ACCENTS = Pattern.compile("\\p{Mn}+");

    /** Of what the model reads; it was trained on shorter texts still. */
    private static final int MOST_PIECES = 128;

    private final Map<String, Long> numbers;
    private final long unknown;
    private final WordpieceTokenizer tokenizer;

    private WordPieces(Map<String, Long> numbers) {
        this.numbers = numbers;
        this.unknown = numbers.getOrDefault("[UNK]", 0L);
        this.tokenizer = new WordpieceTokenizer(numbers.keySet());
    }

    /** @param json a tokenizer file as the Hugging Face libraries write it */
    static WordPieces read(InputStream json) throws IOException {
        Map<String, Long> numbers = new HashMap<>();
        JsonNode vocabulary = JsonMapper.shared().readTree(json).path("model").path("vocab");
        vocabulary
                .properties()
                .forEach(entry -> numbers.put(entry.getKey(), entry.getValue().asLong()));
        if (numbers.isEmpty()) {
            throw new IOException("The sentence model's vocabulary is empty.");
        }
        return new WordPieces(numbers);
    }

    /** Begins with [CLS] and ends with [SEP]; what is too long is cut off before the latter. */
    long[] of(String text) {
        String plain = ACCENTS.matcher(Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD))
                .replaceAll("");
        String[] pieces = tokenizer.tokenize(plain.replace('\u2019', '\''));
        long[] found = new long[Math.min(pieces.length, MOST_PIECES)];
        for (int i = 0; i < found.length; i++) {
            String piece = pieces[i == found.length - 1 ? pieces.length - 1 : i];
            found[i] = numbers.getOrDefault(piece, unknown);
        }
        return found;
    }
}
