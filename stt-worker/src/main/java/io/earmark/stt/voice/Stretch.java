package io.earmark.stt.voice;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Words that follow each other without a pause and in one voice.
 *
 * @param from  index of the first
 * @param to    index after the last
 * @param start of the first, in seconds
 * @param end   of the last
 */
record Stretch(int from, int to, double start, double end) {

    /** For each word the voice of its stretch, numbered from 0 in the order in which they first speak. */
    static List<Integer> numbered(int words, List<Stretch> stretches, int[] voices) {
        Integer[] labels = new Integer[words];
        Map<Integer, Integer> order = new HashMap<>();
        for (int i = 0; i < voices.length; i++) {
            int number = order.computeIfAbsent(voices[i], first -> order.size());
            Arrays.fill(labels, stretches.get(i).from(), stretches.get(i).to(), number);
        }
        return List.of(labels);
    }

    double middle() {
        return (start + end) / 2;
    }
}
