package io.earmark.moment.similarity;

import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A text as numbers of a BERT vocabulary: lower case, without accents, punctuation apart, each word cut into the longest
 * pieces that the vocabulary has (WordPiece, as in J. Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers
 * for Language Understanding", NAACL 2019).
 */
final class WordPieces {

    private static final Pattern ACCENTS = Pattern.compile("\\p{Mn}+");

    /** A run of anything but space and punctuation, or one sign of punctuation. */
    private static final Pattern WORD = Pattern.compile("[^\\s\\p{P}\\p{S}]+|[\\p{P}\\p{S}]");

    private static final String CONTINUED = "##";
    private static final int LONGEST_WORD = 100;

    /** Of what the model reads; it was trained on shorter texts still. */
    private static final int MOST_PIECES = 128;

    private final Map<String, Long> numbers;
    private final long start;
    private final long end;
    private final long unknown;

    private WordPieces(Map<String, Long> numbers) throws IOException {
        this.numbers = numbers;
        this.start = number("[CLS]");
        this.end = number("[SEP]");
        this.unknown = number("[UNK]");
    }

    private long number(String piece) throws IOException {
        Long number = numbers.get(piece);
        if (number == null) {
            throw new IOException("The sentence model's vocabulary lacks " + piece + ".");
        }
        return number;
    }

    /** @param json a tokenizer file as the Hugging Face libraries write it */
    static WordPieces read(InputStream json) throws IOException {
        Map<String, Long> numbers = new HashMap<>();
        JsonNode vocabulary = JsonMapper.shared().readTree(json).path("model").path("vocab");
        vocabulary
                .properties()
                .forEach(entry -> numbers.put(entry.getKey(), entry.getValue().asLong()));
        return new WordPieces(numbers);
    }

    /** Begins with [CLS] and ends with [SEP]; what is too long is cut off before the latter. */
    long[] of(String text) {
        List<Long> found = new ArrayList<>();
        found.add(start);
        Matcher words = WORD.matcher(plain(text));
        while (found.size() < MOST_PIECES && words.find()) {
            found.addAll(pieces(words.group()));
        }
        List<Long> kept = new ArrayList<>(found.subList(0, Math.min(found.size(), MOST_PIECES - 1)));
        kept.add(end);
        return kept.stream().mapToLong(Long::longValue).toArray();
    }

    private static String plain(String text) {
        String decomposed = Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
        return ACCENTS.matcher(decomposed).replaceAll("").replace('\u2019', '\'');
    }

    /** A word of which a part is in no piece is unknown as a whole. */
    private List<Long> pieces(String word) {
        List<Long> pieces = new ArrayList<>();
        int from = 0;
        while (from < word.length()) {
            int to = longest(word, from);
            if (to == from || word.length() > LONGEST_WORD) {
                return List.of(unknown);
            }
            pieces.add(numbers.get((from > 0 ? CONTINUED : "") + word.substring(from, to)));
            from = to;
        }
        return pieces;
    }

    /** @return where the longest known piece ends; where it begins if there is none */
    private int longest(String word, int from) {
        for (int to = Math.min(word.length(), from + LONGEST_WORD); to > from; to--) {
            if (numbers.containsKey((from > 0 ? CONTINUED : "") + word.substring(from, to))) {
                return to;
            }
        }
        return from;
    }
}
