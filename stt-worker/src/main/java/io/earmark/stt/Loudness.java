package io.earmark.stt;

/** The loudest second of one channel. */
final class Loudness {

    private static final double SILENT_DECIBELS = -60;

    private long energy;
    private int samples;
    private double loudest;

    void hear(byte[] pcm) {
        int length = pcm.length / Samples.BYTES;
        int from = 0;
        while (from < length) {
            int to = Math.min(length, from + Samples.PER_SECOND - samples);
            energy += Samples.energy(pcm, from, to);
            samples += to - from;
            from = to;
            if (samples == Samples.PER_SECOND) {
                endSecond();
            }
        }
    }

    private void endSecond() {
        loudest = Math.max(loudest, energy / (double) samples);
        energy = 0;
        samples = 0;
    }

    /** Whether nothing on it was louder than 60 dB under full scale, which is what an open but unused line has. */
    boolean silent() {
        if (samples > 0) {
            endSecond();
        }
        return Samples.decibels(loudest) < SILENT_DECIBELS;
    }
}
