package io.earmark.stt.voice;

import io.earmark.call.Word;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Speakers by clustering, without a trained model: S. S. Chen and P. S. Gopalakrishnan, "Speaker, environment and channel
 * change detection and clustering via the Bayesian information criterion", DARPA Broadcast News Workshop, 1998. Each
 * stretch of words is a Gaussian over its cepstra; the two stretches whose joining costs least in likelihood are joined,
 * until one more would cost more than the criterion allows, or as many are left as there are speakers.
 */
public final class VoiceClusters implements Diarizer {

    private static final double THIRD_VOICE_WEIGHT = 5;

    private static final int LEAST_FRAMES = VoiceFeatures.PER_SECOND * 4 / 5;
    private static final int LEAST_VOICE_FRAMES = VoiceFeatures.PER_SECOND * 3;
    private static final int BATCH = 300;
    private static final int REFINEMENTS = 5;

    @Override
    public List<Integer> speakers(List<Word> words, VoiceFeatures voices, int speakers) {
        List<Stretch> stretches = Stretch.in(words, voices);
        return Stretch.speakers(words.size(), stretches, clusters(stretches, speakers));
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
                owner[i] = sounds.get(i).likeliest(others);
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
            double more = left.size() > 2 ? (THIRD_VOICE_WEIGHT - Criterion.WEIGHT) * Criterion.penalty(both) : 0;
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
            return Criterion.cost(left.get(i), left.get(j), left.get(i).joined(left.get(j)));
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
}
