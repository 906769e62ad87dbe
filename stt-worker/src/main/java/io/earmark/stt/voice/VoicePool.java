package io.earmark.stt.voice;

import java.util.ArrayList;
import java.util.List;

/**
 * Stretches of sound joined while they come: those whose joining costs least in likelihood first, until one more join would
 * cost more than {@link Criterion} allows. They are joined in batches, and what is left of a batch waits for the end, so that
 * no more than some hundred Gaussians are in memory, however long the recording is.
 */
final class VoicePool {

    /** The time that it takes to join a batch grows with the square. */
    static final int BATCH = 300;

    private static final double THIRD_VOICE_WEIGHT = 5;

    private final int speakers;
    private List<Gaussian> left = new ArrayList<>();
    private final List<Gaussian> batch = new ArrayList<>();

    /** @param speakers how many there are; 0 to estimate it */
    VoicePool(int speakers) {
        this.speakers = speakers;
    }

    /** @param progress of the joining that this may lead to */
    void add(Gaussian sound, Progress progress) throws InterruptedException {
        batch.add(sound);
        if (batch.size() == BATCH) {
            join(progress);
        }
    }

    private void join(Progress progress) throws InterruptedException {
        left.addAll(joined(batch, speakers, false, progress.within(0, 0.9)));
        batch.clear();
        if (left.size() > BATCH) {
            left = new ArrayList<>(joined(left, BATCH / 2, true, progress.within(0.9, 1)));
        }
    }

    /** How many Gaussians are in memory. */
    int held() {
        return left.size() + batch.size();
    }

    /** The voices that were found. */
    List<Gaussian> voices(Progress progress) throws InterruptedException {
        join(progress.within(0, 0.9));
        return joined(left, speakers, speakers > 0, progress.within(0.9, 1));
    }

    /**
     * @param least fewer are not left
     * @param force whether to go on until no more than these are left, whatever it costs
     */
    private static List<Gaussian> joined(List<Gaussian> parts, int least, boolean force, Progress progress)
            throws InterruptedException {
        Joining<Gaussian> joining =
                new Joining<>(parts, Gaussian::joined, (one, other) -> Criterion.cost(one, other, one.joined(other)));
        while (joining.size() > Math.max(1, least)) {
            progress.at(1 - (double) joining.size() / parts.size());
            Joining.Pair cheapest = joining.cheapest();
            Gaussian both = joining.joined(cheapest);
            // Two voices are the rule on a sales call: a third must be clearer than a second.
            double more = joining.size() > 2 ? (THIRD_VOICE_WEIGHT - Criterion.WEIGHT) * Criterion.penalty(both) : 0;
            if (cheapest.cost() >= more && !force) {
                break;
            }
            joining.join(cheapest);
        }
        return joining.left();
    }
}
