package io.earmark.stt.voice;

import io.earmark.call.Word;
import java.util.ArrayList;
import java.util.List;

/** Where one speaker may have given way to another. */
public final class Pauses {

    private static final double SECONDS = 0.25;

    private Pauses() {}

    /** All words in order, parted at pauses of a quarter of a second; none of the parts is empty. */
    public static List<List<Word>> parted(List<Word> words) {
        List<List<Word>> parts = new ArrayList<>();
        for (int from = 0, to = 1; to <= words.size(); to++) {
            if (to == words.size() || words.get(to).start() - words.get(to - 1).end() >= SECONDS) {
                parts.add(words.subList(from, to));
                from = to;
            }
        }
        return parts;
    }
}
