package io.earmark.stt;

/** Sound as the decoder gives it: signed 16 bit, little-endian. */
final class Samples {

    static final int BYTES = 2;
    static final int PER_SECOND = SpeechRecognizer.SAMPLE_RATE;

    private static final double FULL_SCALE = 32_768;
    private static final double LEAST_DECIBELS = -100;

    private Samples() {}

    static int at(byte[] pcm, int sample) {
        return pcm[2 * sample + 1] << 8 | pcm[2 * sample] & 0xff;
    }

    /** The sum of squares of the samples from one to another: a plain loop, for it runs over all of the sound. */
    static long energy(byte[] pcm, int from, int to) {
        long energy = 0;
        for (int i = 2 * from; i < 2 * to; i += BYTES) {
            int sample = pcm[i + 1] << 8 | pcm[i] & 0xff;
            energy += sample * sample;
        }
        return energy;
    }

    /** One channel out of samples that take turns. */
    static byte[] channel(byte[] interleaved, int length, int channel, int channels) {
        byte[] one = new byte[length / channels];
        for (int from = BYTES * channel, to = 0; to < one.length; from += BYTES * channels, to += BYTES) {
            one[to] = interleaved[from];
            one[to + 1] = interleaved[from + 1];
        }
        return one;
    }

    /** The level of a mean square, in decibels under full scale: 0 at most, -100 at least. */
    static double decibels(double meanSquare) {
        return meanSquare <= 0
                ? LEAST_DECIBELS
                : Math.max(LEAST_DECIBELS, 10 * Math.log10(meanSquare / (FULL_SCALE * FULL_SCALE)));
    }

    static double seconds(long samples) {
        return samples / (double) PER_SECOND;
    }
}
