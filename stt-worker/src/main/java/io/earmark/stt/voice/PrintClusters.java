package io.earmark.stt.voice;

import io.earmark.call.Word;
import java.util.ArrayList;
import java.util.Collections;
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

    private final VoiceClusters withoutPrints = new VoiceClusters();

    /** A result of the recogniser, and its stretches by their indexes. */
    private record Result(VoicePrint print, List<Integer> stretches) {

        boolean founds() {
            return stretches.size() == 1 && print.frames() >= LEAST_FRAMES;
        }
    }

    @Override
    public List<Integer> speakers(List<Word> words, VoiceFeatures voices, int speakers) {
        List<Stretch> stretches = Stretch.in(words, voices);
        List<Result> results = results(voices.prints(), stretches);
        List<Result> founders = results.stream().filter(Result::founds).toList();
        long founded = founders.stream()
                .flatMap(result -> result.stretches().stream())
                .mapToLong(i -> stretches.get(i).sound().count())
                .sum();
        long all = stretches.stream().mapToLong(one -> one.sound().count()).sum();
        if (founders.size() < Math.max(2, speakers) || founded < LEAST_SHARE * all) {
            return withoutPrints.speakers(words, voices, speakers);
        }
        PrintTree tree = PrintTree.of(founders.stream().map(Result::print).toList(), speakers);
        return Stretch.numbered(words.size(), stretches, given(stretches, results, tree));
    }

    /** Those with vectors that can be compared. */
    private static List<Result> results(List<VoicePrint> prints, List<Stretch> stretches) {
        List<Result> results = new ArrayList<>();
        int size = prints.isEmpty() ? 0 : prints.get(0).vector().size();
        int next = 0;
        for (VoicePrint print : prints) {
            List<Integer> own = new ArrayList<>();
            for (; next < stretches.size() && stretches.get(next).middle() <= print.end(); next++) {
                if (stretches.get(next).middle() >= print.start()) {
                    own.add(next);
                }
            }
            if (print.vector().size() == size && !own.isEmpty()) {
                results.add(new Result(print, own));
            }
        }
        return results;
    }

    /** For each stretch its voice. */
    private static List<Integer> given(List<Stretch> stretches, List<Result> results, PrintTree tree) {
        List<Gaussian> sounds = new ArrayList<>(Collections.nCopies(tree.size(), new Gaussian(VoiceFeatures.SIZE)));
        for (Result result : results) {
            if (result.founds()) {
                int voice = tree.nearest(result.print());
                Gaussian sound = stretches.get(result.stretches().get(0)).sound();
                sounds.set(voice, sounds.get(voice).joined(sound));
            }
        }
        List<Integer> given = new ArrayList<>(stretches.stream()
                .map(stretch -> stretch.sound().likeliest(sounds))
                .toList());
        for (Result result : results) {
            if (result.stretches().stream().map(given::get).distinct().count() == 1) {
                int voice = tree.nearest(result.print());
                result.stretches().forEach(i -> given.set(i, voice));
            }
        }
        return given;
    }
}
