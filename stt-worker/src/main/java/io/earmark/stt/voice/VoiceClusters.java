package io.earmark.stt.voice;

import io.earmark.call.Word;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Speakers by clustering, without a trained model: S. S. Chen and P. S. Gopalakrishnan, "Speaker, environment and channel
 * change detection and clustering via the Bayesian information criterion", DARPA Broadcast News Workshop, 1998. Each
 * stretch of words is a Gaussian over its cepstra; the two stretches whose joining costs least in likelihood are joined,
 * until one more would cost more than the criterion allows, or as many are left as there are speakers.
 *
 * <p>The Gaussian of a stretch is made whenever it is looked at, and dropped: memory holds the voices, and of each stretch its place.
 */
public final class VoiceClusters implements Diarizer {

    private static final int LEAST_FRAMES = VoiceFeatures.PER_SECOND * 4 / 5;
    private static final int LEAST_VOICE_FRAMES = VoiceFeatures.PER_SECOND * 3;
    private static final int REFINEMENTS = 5;

    @Override
    public List<Integer> speakers(List<Word> words, VoiceFeatures voices, int speakers, Progress progress)
            throws IOException, InterruptedException {
        Frames frames = voices.frames();
        List<Stretch> stretches = VoiceChanges.parted(words, frames, progress.within(0, 0.2));
        int[] given = given(stretches, frames, speakers, progress.within(0.2, 1));
        return Stretch.numbered(words.size(), stretches, given);
    }

    /** For each stretch its voice. */
    static int[] given(List<Stretch> stretches, Frames frames, int speakers, Progress progress)
            throws IOException, InterruptedException {
        List<Stretch> lasting = stretches.stream()
                .filter(stretch -> frames.count(stretch) >= LEAST_FRAMES)
                .toList();
        List<Gaussian> found = found(lasting, frames, speakers, progress.within(0, 0.6));
        List<Gaussian> refined = refined(lasting, frames, found, progress.within(0.6, 0.9));
        return likeliest(stretches, frames, refined, progress.within(0.9, 1));
    }

    private static List<Gaussian> found(List<Stretch> stretches, Frames frames, int speakers, Progress progress)
            throws IOException, InterruptedException {
        VoicePool pool = new VoicePool(speakers);
        // In steps of a batch, each of which is joined when it is full.
        double step = (double) VoicePool.BATCH / (stretches.size() + VoicePool.BATCH);
        double done = 0;
        for (int i = 0; i < stretches.size(); i++) {
            pool.add(frames.sound(stretches.get(i)), progress.within(done, done + step));
            done = step * ((i + 1) / VoicePool.BATCH);
        }
        List<Gaussian> clusters = pool.voices(progress.within(done, 1));
        // A cough or a click is no further speaker.
        List<Gaussian> voices = clusters.stream()
                .filter(cluster -> cluster.count() >= LEAST_VOICE_FRAMES)
                .toList();
        return speakers > 0 || voices.isEmpty() ? clusters : voices;
    }

    /** Each stretch goes to the voice that it is likeliest of, apart from what it gave to that voice itself; a few times. */
    private static List<Gaussian> refined(
            List<Stretch> stretches, Frames frames, List<Gaussian> found, Progress progress)
            throws IOException, InterruptedException {
        List<Gaussian> voices = found;
        int[] owners = new int[stretches.size()];
        Arrays.fill(owners, -1);
        for (int round = 0; round < REFINEMENTS && voices.size() > 1; round++) {
            List<Gaussian> next = new ArrayList<>();
            voices.forEach(voice -> next.add(new Gaussian(VoiceFeatures.SIZE)));
            for (int i = 0; i < owners.length; i++) {
                progress.at((round + (double) i / owners.length) / REFINEMENTS);
                Gaussian sound = frames.sound(stretches.get(i));
                owners[i] = sound.likeliest(withoutItsOwn(voices, owners[i], sound));
                next.get(owners[i]).add(sound);
            }
            if (next.stream().anyMatch(voice -> voice.count() == 0)) {
                return voices;
            }
            voices = next;
        }
        return voices;
    }

    /** @param owner -1 if none has taken it in */
    private static List<Gaussian> withoutItsOwn(List<Gaussian> voices, int owner, Gaussian sound) {
        if (owner < 0 || voices.get(owner).count() <= sound.count()) {
            return voices;
        }
        List<Gaussian> others = new ArrayList<>(voices);
        others.set(owner, voices.get(owner).without(sound));
        return others;
    }

    /** For each stretch the voice that it is likeliest of. */
    static int[] likeliest(List<Stretch> stretches, Frames frames, List<Gaussian> voices, Progress progress)
            throws IOException, InterruptedException {
        int[] likeliest = new int[stretches.size()];
        for (int i = 0; i < likeliest.length; i++) {
            progress.at((double) i / likeliest.length);
            likeliest[i] = frames.sound(stretches.get(i)).likeliest(voices);
        }
        return likeliest;
    }
}
