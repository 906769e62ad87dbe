package io.earmark.stt.voice;

import io.earmark.call.Word;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Parts words at pauses and where the voice changes. */
final class VoiceChanges {

    private static final double LEAST_SECONDS = 1;

    /** Who never pauses is parted all the same: the time that splitting takes may grow with the square. */
    private static final double MOST_SECONDS = 60;

    private final List<Word> words;
    private final Frames frames;
    private final List<Stretch> stretches = new ArrayList<>();

    private VoiceChanges(List<Word> words, Frames frames) {
        this.words = words;
        this.frames = frames;
    }

    /** All words, in order. */
    static List<Stretch> parted(List<Word> words, Frames frames, Progress progress)
            throws IOException, InterruptedException {
        VoiceChanges changes = new VoiceChanges(words, frames);
        int from = 0;
        for (List<Word> part : Pauses.parted(words)) {
            int end = from + part.size();
            for (int to = from + 1; to <= end; to++) {
                if (to == end || words.get(to).start() - words.get(from).start() >= MOST_SECONDS) {
                    changes.split(from, to);
                    progress.at((double) to / words.size());
                    from = to;
                }
            }
        }
        return changes.stretches;
    }

    /** Where the voice changes within a stretch, it is parted: between two words, with a second on either side. */
    private void split(int from, int to) throws IOException {
        double start = words.get(from).start();
        double end = words.get(to - 1).end();
        int best = end - start < 2 * LEAST_SECONDS ? -1 : change(from, to, start, end);
        if (best < 0) {
            stretches.add(new Stretch(from, to, start, end));
        } else {
            split(from, best);
            split(best, to);
        }
    }

    /** The first word of what is likeliest to be in another voice; -1 if all is in one. */
    private int change(int from, int to, double start, double end) throws IOException {
        Gaussian all = frames.between(start, end);
        Gaussian before = new Gaussian(VoiceFeatures.SIZE);
        int best = -1;
        double most = 0;
        double heard = start;
        for (int at = from + 1; at < to; at++) {
            double middle = words.get(at).start();
            if (middle - start >= LEAST_SECONDS && end - middle >= LEAST_SECONDS) {
                frames.add(heard, middle, before);
                heard = middle;
                double cost = Criterion.cost(before, all.without(before), all);
                if (cost > most) {
                    most = cost;
                    best = at;
                }
            }
        }
        return best;
    }
}
