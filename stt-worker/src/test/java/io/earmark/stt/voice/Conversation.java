package io.earmark.stt.voice;

import io.earmark.call.Word;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Two that take turns: each is a noise with a resonance of its own, parted into words. */
final class Conversation {

    private static final int RATE = 16_000;
    private static final int WORD_SAMPLES = RATE * 2 / 5;
    private static final double[] RESONANCES = {400, 2_400};
    private static final double NARROWNESS = 0.97;

    final List<Word> words = new ArrayList<>();
    /** For each word who says it. */
    final List<Integer> speakers = new ArrayList<>();

    final VoiceFeatures features;
    private final Random random = new Random(1);
    private double last;
    private double beforeLast;
    private double seconds;

    /** @param file for the features */
    Conversation(Path file) {
        features = new VoiceFeatures(file);
    }

    void says(int speaker, int number) {
        for (int i = 0; i < number; i++) {
            double start = seconds;
            hear(RESONANCES[speaker], 500, WORD_SAMPLES);
            words.add(new Word("word", start, seconds, 1));
            speakers.add(speaker);
        }
    }

    void pause(double length) {
        hear(1_000, 1, (int) (length * RATE));
    }

    private void hear(double resonance, double loudness, int samples) {
        byte[] pcm = new byte[2 * samples];
        for (int i = 0; i < samples; i++) {
            double sound = loudness * random.nextGaussian()
                    + 2 * NARROWNESS * Math.cos(2 * Math.PI * resonance / RATE) * last
                    - NARROWNESS * NARROWNESS * beforeLast;
            beforeLast = last;
            last = sound;
            short sample = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, sound));
            pcm[2 * i] = (byte) sample;
            pcm[2 * i + 1] = (byte) (sample >> 8);
        }
        features.hear(pcm);
        seconds += (double) samples / RATE;
    }

    /** Turns of some seconds; each second one follows upon the one before without a pause. */
    void goesOn(int turns) {
        for (int turn = 0; turn < turns; turn++) {
            says(turn % 2, 5 + random.nextInt(5));
            if (turn % 2 == 1) {
                pause(0.5);
            }
        }
        features.close();
    }
}
