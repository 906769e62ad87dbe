package io.earmark.tts;

import com.ibm.icu.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts text into sentences, and sentences that are too long into pieces, so that the engine's work is bounded. */
final class Sentences {

    private static final int LONGEST = 250;

    private Sentences() {}

    static List<String> of(String text) {
        BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.US);
        breaks.setText(text);
        List<String> sentences = new ArrayList<>();
        int start = breaks.first();
        for (int end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
            cut(text.substring(start, end).strip(), sentences);
        }
        return sentences;
    }

    /** At the last comma or else space within reach; a word longer than that is cut as it is. */
    private static void cut(String sentence, List<String> into) {
        String rest = sentence;
        while (rest.length() > LONGEST) {
            int comma = rest.lastIndexOf(", ", LONGEST);
            int space = rest.lastIndexOf(' ', LONGEST);
            int at = comma > 0 ? comma + 1 : space > 0 ? space : LONGEST;
            add(rest.substring(0, at).strip(), into);
            rest = rest.substring(at).strip();
        }
        add(rest, into);
    }

    private static void add(String piece, List<String> into) {
        if (piece.chars().anyMatch(Character::isLetter)) {
            into.add(piece);
        }
    }
}
