package io.earmark.stt.voice;

import java.util.Arrays;
import java.util.List;

/**
 * How a channel sounds, 100 times a second: 16 mel-frequency cepstral coefficients (Davis and Mermelstein, 1980) over the
 * telephone band, without the one for loudness. Kept in a byte each: two hours take 12 MB.
 */
public final class VoiceFeatures {

    static final int SIZE = 16;
    static final int PER_SECOND = 100;

    private static final int SAMPLE_RATE = 16_000;
    private static final int HOP = SAMPLE_RATE / PER_SECOND;
    private static final int WINDOW = 400;
    private static final double PRE_EMPHASIS = 0.97;
    /** Coefficients lie within ±32 or so; quarters are fine enough. */
    private static final double STEPS = 4;

    private final MelCepstrum cepstrum = new MelCepstrum(SAMPLE_RATE, WINDOW, SIZE);
    private final double[] window = new double[WINDOW];
    private byte[] kept = new byte[SIZE * PER_SECOND * 60];
    private int frames;
    private int filled;
    private double last;
    private List<VoicePrint> prints = List.of();

    /** More of the channel: 16 kHz, signed 16 bit, little-endian. */
    public void hear(byte[] pcm) {
        for (int i = 0; i + 1 < pcm.length; i += 2) {
            double sample = pcm[i + 1] << 8 | pcm[i] & 0xff;
            window[filled++] = sample - PRE_EMPHASIS * last;
            last = sample;
            if (filled == WINDOW) {
                keep(cepstrum.of(window));
                System.arraycopy(window, HOP, window, 0, WINDOW - HOP);
                filled = WINDOW - HOP;
            }
        }
    }

    private void keep(double[] coefficients) {
        if ((frames + 1) * SIZE > kept.length) {
            kept = Arrays.copyOf(kept, kept.length + kept.length / 2);
        }
        for (int i = 0; i < SIZE; i++) {
            kept[frames * SIZE + i] =
                    (byte) Math.max(Byte.MIN_VALUE, Math.min(Byte.MAX_VALUE, Math.round(coefficients[i] * STEPS)));
        }
        frames++;
    }

    /** What a speaker model made of it, in order. */
    public void print(List<VoicePrint> made) {
        prints = List.copyOf(made);
    }

    List<VoicePrint> prints() {
        return prints;
    }

    /** The frames from one time to another, in seconds, as a Gaussian. */
    Gaussian between(double start, double end) {
        Gaussian gaussian = new Gaussian(SIZE);
        double[] one = new double[SIZE];
        int to = Math.min(frames, (int) Math.round(end * PER_SECOND));
        for (int frame = Math.max(0, (int) Math.round(start * PER_SECOND)); frame < to; frame++) {
            for (int i = 0; i < SIZE; i++) {
                one[i] = kept[frame * SIZE + i] / STEPS;
            }
            gaussian.add(one);
        }
        return gaussian;
    }
}
