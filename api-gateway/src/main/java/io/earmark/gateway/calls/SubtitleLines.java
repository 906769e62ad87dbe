package io.earmark.gateway.calls;

import java.util.List;

/** Sets words in the one or two lines that a subtitle may have. */
final class SubtitleLines {

    /** Characters of a line: what subtitling guides allow for Latin script. */
    static final int WIDTH = 42;

    private SubtitleLines() {}

    /** One line, or two of nearly the same length; empty if the words need more. */
    static List<String> of(List<String> words) {
        String all = String.join(" ", words);
        if (all.length() <= WIDTH) {
            return List.of(all);
        }
        List<String> best = List.of();
        int least = Integer.MAX_VALUE;
        int first = -1;
        for (String word : words.subList(0, words.size() - 1)) {
            first += word.length() + 1;
            int second = all.length() - first - 1;
            int uneven = Math.abs(first - second);
            if (first <= WIDTH && second <= WIDTH && uneven < least) {
                least = uneven;
                best = List.of(all.substring(0, first), all.substring(first + 1));
            }
        }
        return best;
    }
}
