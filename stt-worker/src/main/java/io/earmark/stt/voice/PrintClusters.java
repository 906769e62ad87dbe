package io.earmark.stt.voice;

import io.earmark.call.Word;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Speakers by the x-vectors of a speaker model, where there is one: agglomerative clustering with average linkage, as in
 * G. Sell and others, "Diarization is hard: some experiences and lessons learned for the JHU team in the inaugural DIHARD
 * challenge", Interspeech 2018, by the cosine instead of PLDA's score.
 *
 * <p>What one vector was made of may have turns of two in it. So only those found clusters that have no pause in them and in
 * which the criterion of {@link VoiceClusters} finds no change of voice. The sound of a cluster then is a Gaussian, and what
 * has no vector goes to the one that it is likeliest of, as do the parts of what has several; where all of these go to one
 * voice, the vector has the last word. Without enough vectors all of it is left to {@link VoiceClusters}.
 */
public final class PrintClusters implements Diarizer {

    /** Vosk makes a vector of half a second, in which there is too little of a voice to found a cluster on. */
    private static final int LEAST_FRAMES = 100;

    /** Of the sound of all words must be in what founds the clusters, or the rest would be guessed from too little. */
    private static final double LEAST_SHARE = 0.2;

    /** A result of the recogniser, and its stretches by their indexes. */
    private record Result(VoicePrint print, List<Integer> stretches) {

        boolean founds() {
            return stretches.size() == 1 && print.frames() >= LEAST_FRAMES;
        }
    }

    @Override
    public List<Integer> speakers(List<Word> words, VoiceFeatures voices, int speakers, Progress progress)
            throws IOException, InterruptedException {
        Frames frames = voices.frames();
        List<Stretch> stretches = VoiceChanges.parted(words, frames, progress.within(0, 0.2));
        int[] given = given(stretches, frames, voices.prints(), speakers, progress.within(0.2, 1));
        return Stretch.numbered(words.size(), stretches, given);
    }

    /** For each stretch its voice. */
    private static int[] given(
            List<Stretch> stretches, Frames frames, List<VoicePrint> prints, int speakers, Progress progress)
            throws IOException, InterruptedException {
        List<Result> results = results(prints, stretches);
        List<Result> founders = results.stream().filter(Result::founds).toList();
        long founded = founders.stream()
                .flatMap(result -> result.stretches().stream())
                .mapToLong(i -> frames.count(stretches.get(i)))
                .sum();
        long all = stretches.stream().mapToLong(frames::count).sum();
        if (founders.size() < Math.max(2, speakers) || founded < LEAST_SHARE * all) {
            return VoiceClusters.given(stretches, frames, speakers, progress);
        }
        PrintTree tree = PrintTree.of(founders.stream().map(Result::print).toList(), speakers, progress.within(0, 0.4));
        List<Gaussian> sounds = sounds(stretches, frames, founders, tree, progress.within(0.4, 0.7));
        int[] given = VoiceClusters.likeliest(stretches, frames, sounds, progress.within(0.7, 1));
        for (Result result : results) {
            if (result.stretches().stream().map(i -> given[i]).distinct().count() == 1) {
                int voice = tree.nearest(result.print());
                result.stretches().forEach(i -> given[i] = voice);
            }
        }
        return given;
    }

    /** What each voice sounds like. */
    private static List<Gaussian> sounds(
            List<Stretch> stretches, Frames frames, List<Result> founders, PrintTree tree, Progress progress)
            throws IOException, InterruptedException {
        List<Gaussian> sounds = new ArrayList<>();
        for (int voice = 0; voice < tree.size(); voice++) {
            sounds.add(new Gaussian(VoiceFeatures.SIZE));
        }
        for (int i = 0; i < founders.size(); i++) {
            progress.at((double) i / founders.size());
            Result founder = founders.get(i);
            Stretch stretch = stretches.get(founder.stretches().get(0));
            frames.add(stretch.start(), stretch.end(), sounds.get(tree.nearest(founder.print())));
        }
        return sounds;
    }

    /** Those with vectors that can be compared. */
    private static List<Result> results(List<VoicePrint> prints, List<Stretch> stretches) {
        List<Result> results = new ArrayList<>();
        int size = prints.isEmpty() ? 0 : prints.get(0).vector().length;
        int next = 0;
        for (VoicePrint print : prints) {
            List<Integer> own = new ArrayList<>();
            for (; next < stretches.size() && stretches.get(next).middle() <= print.end(); next++) {
                if (stretches.get(next).middle() >= print.start()) {
                    own.add(next);
                }
            }
            if (print.vector().length == size && !own.isEmpty()) {
                results.add(new Result(print, own));
            }
        }
        return results;
    }
}
