package io.earmark.stt.voice;

import io.earmark.call.Word;
import java.util.ArrayList;
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
 * @param sound of them
 */
record Stretch(int from, int to, double start, double end, Gaussian sound) {

    /** All words, parted at pauses and where the voice changes. */
    static List<Stretch> in(List<Word> words, VoiceFeatures voices) {
        List<Stretch> stretches = new ArrayList<>();
        int from = 0;
        for (List<Word> part : Pauses.parted(words)) {
            split(words, voices, from, from + part.size(), stretches);
            from += part.size();
        }
        return stretches;
    }

    /** Where the voice changes within a stretch, it is parted: between two words, with a second on either side. */
    private static void split(List<Word> words, VoiceFeatures voices, int from, int to, List<Stretch> parts) {
        double start = words.get(from).start();
        double end = words.get(to - 1).end();
        Gaussian all = voices.between(start, end);
        int best = -1;
        double most = 0;
        for (int at = from + 1; at < to; at++) {
            double middle = words.get(at).start();
            if (middle - start >= 1 && end - middle >= 1) {
                double cost = Criterion.cost(voices.between(start, middle), voices.between(middle, end), all);
                if (cost > most) {
                    most = cost;
                    best = at;
                }
            }
        }
        if (best < 0) {
            parts.add(new Stretch(from, to, start, end, all));
        } else {
            split(words, voices, from, best, parts);
            split(words, voices, best, to, parts);
        }
    }

    /** For each word the voice that its stretch is likeliest of, numbered from 0 in the order in which they first speak. */
    static List<Integer> speakers(int words, List<Stretch> stretches, List<Gaussian> voices) {
        return numbered(
                words,
                stretches,
                stretches.stream()
                        .map(stretch -> stretch.sound().likeliest(voices))
                        .toList());
    }

    /** The same with the voice of each stretch given. */
    static List<Integer> numbered(int words, List<Stretch> stretches, List<Integer> voices) {
        Integer[] labels = new Integer[words];
        Map<Integer, Integer> order = new HashMap<>();
        for (int i = 0; i < stretches.size(); i++) {
            int number = order.computeIfAbsent(voices.get(i), first -> order.size());
            Arrays.fill(labels, stretches.get(i).from(), stretches.get(i).to(), number);
        }
        return List.of(labels);
    }

    double middle() {
        return (start + end) / 2;
    }
}
