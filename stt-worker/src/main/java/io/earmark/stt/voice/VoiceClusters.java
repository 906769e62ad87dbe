package io.earmark.stt.voice;

import io.earmark.call.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Speakers by clustering, without a trained model: S. S. Chen and P. S. Gopalakrishnan, "Speaker, environment and channel
 * change detection and clustering via the Bayesian information criterion", DARPA Broadcast News Workshop, 1998. Each
 * stretch of words is a Gaussian over its cepstra; the two stretches whose joining costs least in likelihood are joined,
 * until one more would cost more than the criterion allows, or as many are left as there are speakers.
 */
public final class VoiceClusters implements Diarizer {

    /** The criterion's weight: frames that follow each other are far from independent, so more than 1. */
    private static final double WEIGHT = 2;

    private static final double THIRD_VOICE_WEIGHT = 5;

    private static final int LEAST_FRAMES = VoiceFeatures.PER_SECOND * 4 / 5;
    private static final int LEAST_VOICE_FRAMES = VoiceFeatures.PER_SECOND * 3;
    private static final double PAUSE_SECONDS = 0.25;
    private static final int BATCH = 300;
    private static final int REFINEMENTS = 5;
    private static final double PARAMETERS = VoiceFeatures.SIZE + VoiceFeatures.SIZE * (VoiceFeatures.SIZE + 1) / 2.0;

    /** Words that follow each other without a pause: indexes from and to (exclusive), and their sound. */
    private record Stretch(int from, int to, Gaussian sound) {}

    @Override
    public List<Integer> speakers(List<Word> words, VoiceFeatures voices, int speakers) {
        List<Stretch> stretches = new ArrayList<>();
        for (int from = 0, to = 1; to <= words.size(); to++) {
            if (to == words.size() || words.get(to).start() - words.get(to - 1).end() >= PAUSE_SECONDS) {
                split(words, voices, from, to, stretches);
                from = to;
            }
        }
        List<Gaussian> clusters = clusters(stretches, speakers);
        Integer[] labels = new Integer[words.size()];
        Map<Integer, Integer> order = new HashMap<>();
        for (Stretch stretch : stretches) {
            int number = order.computeIfAbsent(nearest(stretch.sound(), clusters), first -> order.size());
            Arrays.fill(labels, stretch.from(), stretch.to(), number);
        }
        return List.of(labels);
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
                double cost = cost(voices.between(start, middle), voices.between(middle, end), all);
                if (cost > most) {
                    most = cost;
                    best = at;
                }
            }
        }
        if (best < 0) {
            parts.add(new Stretch(from, to, all));
        } else {
            split(words, voices, from, best, parts);
            split(words, voices, best, to, parts);
        }
    }

    private static List<Gaussian> clusters(List<Stretch> stretches, int speakers) {
        List<Gaussian> sounds = stretches.stream()
                .map(Stretch::sound)
                .filter(sound -> sound.count() >= LEAST_FRAMES)
                .toList();
        List<Gaussian> batched = new ArrayList<>();
        for (int from = 0; from < sounds.size(); from += BATCH) {
            batched.addAll(joined(sounds.subList(from, Math.min(sounds.size(), from + BATCH)), speakers, false));
        }
        List<Gaussian> clusters = joined(batched, speakers, speakers > 0);
        // A cough or a click is no further speaker.
        List<Gaussian> voices = clusters.stream()
                .filter(cluster -> cluster.count() >= LEAST_VOICE_FRAMES)
                .toList();
        return refined(sounds, speakers > 0 || voices.isEmpty() ? clusters : voices);
    }

    /** Each stretch goes to the voice that it is likeliest of, apart from what it gave to that voice itself; a few times. */
    private static List<Gaussian> refined(List<Gaussian> sounds, List<Gaussian> clusters) {
        List<Gaussian> voices = clusters;
        int[] owner = new int[sounds.size()];
        for (int round = 0; round < REFINEMENTS && voices.size() > 1; round++) {
            List<Gaussian> next = new ArrayList<>(Collections.nCopies(voices.size(), new Gaussian(VoiceFeatures.SIZE)));
            for (int i = 0; i < owner.length; i++) {
                List<Gaussian> others = new ArrayList<>(voices);
                Gaussian own = voices.get(owner[i]);
                if (round > 0 && own.count() > sounds.get(i).count()) {
                    others.set(owner[i], own.without(sounds.get(i)));
                }
                owner[i] = nearest(sounds.get(i), others);
                next.set(owner[i], next.get(owner[i]).joined(sounds.get(i)));
            }
            if (next.stream().anyMatch(voice -> voice.count() == 0)) {
                return voices;
            }
            voices = next;
        }
        return voices;
    }

    /**
     * @param least fewer are not left
     * @param force whether to go on until no more than these are left, whatever it costs
     */
    private static List<Gaussian> joined(List<Gaussian> parts, int least, boolean force) {
        List<Gaussian> left = new ArrayList<>(parts);
        Costs costs = new Costs(left);
        while (left.size() > Math.max(1, least)) {
            Costs.Pair cheapest = costs.cheapest();
            Gaussian both = left.get(cheapest.first()).joined(left.get(cheapest.second()));
            // Two voices are the rule on a sales call: a third must be clearer than a second.
            double more = left.size() > 2 ? (THIRD_VOICE_WEIGHT - WEIGHT) * penalty(both) : 0;
            if (cheapest.cost() >= more && !force) {
                break;
            }
            left.set(cheapest.first(), both);
            left.remove(cheapest.second());
            costs.joined(cheapest);
        }
        return left;
    }

    /** What it would cost to join any two: each pair is reckoned once. */
    private static final class Costs {

        record Pair(int first, int second, double cost) {}

        private final List<Gaussian> left;
        private final List<List<Double>> rows = new ArrayList<>();

        Costs(List<Gaussian> left) {
            this.left = left;
            for (int i = 0; i < left.size(); i++) {
                List<Double> row = new ArrayList<>();
                for (int j = 0; j < i; j++) {
                    row.add(of(i, j));
                }
                rows.add(row);
            }
        }

        private double of(int i, int j) {
            return cost(left.get(i), left.get(j), left.get(i).joined(left.get(j)));
        }

        Pair cheapest() {
            Pair cheapest = new Pair(0, 1, Double.MAX_VALUE);
            for (int i = 1; i < rows.size(); i++) {
                for (int j = 0; j < i; j++) {
                    if (rows.get(i).get(j) < cheapest.cost()) {
                        cheapest = new Pair(j, i, rows.get(i).get(j));
                    }
                }
            }
            return cheapest;
        }

        /** The first took the second in, which is gone. */
        void joined(Pair pair) {
            rows.remove(pair.second());
            for (int i = pair.second(); i < rows.size(); i++) {
                rows.get(i).remove(pair.second());
            }
            for (int j = 0; j < pair.first(); j++) {
                rows.get(pair.first()).set(j, of(pair.first(), j));
            }
            for (int i = pair.first() + 1; i < rows.size(); i++) {
                rows.get(i).set(pair.first(), of(i, pair.first()));
            }
        }
    }

    /** What joining costs in likelihood, less what the criterion grants for the parameters that it saves. */
    private static double cost(Gaussian one, Gaussian other, Gaussian both) {
        if (one.count() == 0 || other.count() == 0) {
            return -1;
        }
        double likelihood = both.count() * both.logDeterminant()
                - one.count() * one.logDeterminant()
                - other.count() * other.logDeterminant();
        return likelihood / 2 - WEIGHT * penalty(both);
    }

    /** The criterion's price of one more Gaussian. */
    private static double penalty(Gaussian both) {
        return PARAMETERS / 2 * Math.log(both.count());
    }

    private static int nearest(Gaussian sound, List<Gaussian> clusters) {
        if (clusters.size() < 2 || sound.count() == 0) {
            return 0;
        }
        List<Double> likelihoods =
                clusters.stream().map(cluster -> cluster.likelihood(sound)).toList();
        return likelihoods.indexOf(
                likelihoods.stream().max(Comparator.naturalOrder()).orElseThrow());
    }
}
