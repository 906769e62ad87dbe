package io.earmark.stt;

/** The loudest second of one channel. */
final class Loudness {

    private static final double SILENT_DECIBELS = -60;

    private double squares;
    private int samples;
    private double loudest;

    void hear(byte[] pcm) {
        for (int i = 0; i < pcm.length / Samples.BYTES; i++) {
            double sample = Samples.at(pcm, i);
            squares += sample * sample;
            if (++samples == Samples.PER_SECOND) {
                endSecond();
            }
        }
    }

    private void endSecond() {
        loudest = Math.max(loudest, squares / samples);
        squares = 0;
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
