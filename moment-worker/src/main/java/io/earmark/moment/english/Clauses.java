package io.earmark.moment.english;

import io.earmark.call.Utterance;
import io.earmark.call.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Cuts what was said without a long pause into sentence-like parts. Recognisers give no punctuation, so a short pause, a
 * "but" and sheer length cut as well as full stops do.
 */
public final class Clauses {

    /** Speakers make pauses of about a third of a second between sentences, and longer ones cut utterances already. */
    private static final double PAUSE_SECONDS = 0.25;

    private static final int LONGEST = 20;
    private static final int SHORTEST = 3;
    private static final Set<String> CUTTING = Set.of("but", "because");
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.?!;])\\s+");

    private Clauses() {}

    /** @return the parts in order, together the whole text; none for an empty text */
    public static List<String> of(Utterance said) {
        List<String> parts = new ArrayList<>();
        for (String sentence : SENTENCE_END.split(atPauses(said))) {
            byWords(sentence.strip().split("\\s+"), parts);
        }
        return parts;
    }

    /** The text with a full stop at each short pause, if the words' times belong to it. */
    private static String atPauses(Utterance said) {
        List<Word> words = said.words();
        String[] texts = said.text().strip().split("\\s+");
        if (words.size() != texts.length) {
            return said.text();
        }
        StringBuilder cut = new StringBuilder();
        for (int i = 0; i < texts.length; i++) {
            boolean paused = i > 0 && words.get(i).start() - words.get(i - 1).end() >= PAUSE_SECONDS;
            cut.append(i == 0 ? "" : paused ? "; " : " ").append(texts[i]);
        }
        return cut.toString();
    }

    private static void byWords(String[] words, List<String> parts) {
        List<String> part = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            boolean cuts = CUTTING.contains(words[i].toLowerCase(Locale.ROOT))
                    && part.size() >= SHORTEST
                    && words.length - i > SHORTEST;
            if (cuts || part.size() == LONGEST) {
                add(part, parts);
            }
            part.add(words[i]);
        }
        add(part, parts);
    }

    private static void add(List<String> part, List<String> parts) {
        String text = String.join(" ", part);
        part.clear();
        String bare = text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
        if (!bare.isBlank()) {
            parts.add(bare);
        }
    }
}
