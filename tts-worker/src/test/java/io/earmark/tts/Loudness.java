package io.earmark.tts;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Levels of 16-bit mono PCM, in dB of full scale. */
final class Loudness {

    private static final double PAUSE_SECONDS = 0.45;
    private static final double SHORTEST_PART_SECONDS = 1;
    /** Below this, it is a pause: -56 dB. */
    private static final int QUIET = 50;

    private Loudness() {}

    static double rms(byte[] pcm) {
        return rms(samples(pcm), 0, pcm.length / 2);
    }

    static double peak(byte[] pcm) {
        int highest = 1;
        for (short sample : samples(pcm)) {
            highest = Math.max(highest, Math.abs((int) sample));
        }
        return decibels(highest);
    }

    /** Of what lies between pauses of about half a second; what is shorter than a second is left out. */
    static List<Double> ofParts(byte[] pcm, int rate) {
        short[] samples = samples(pcm);
        List<Double> parts = new ArrayList<>();
        int start = -1;
        int last = -1;
        for (int i = 0; i <= samples.length; i++) {
            boolean loud = i < samples.length && Math.abs((int) samples[i]) > QUIET;
            boolean over = start >= 0 && (i == samples.length || i - last > PAUSE_SECONDS * rate);
            if (over) {
                if (last - start > SHORTEST_PART_SECONDS * rate) {
                    parts.add(rms(samples, start, last));
                }
                start = -1;
            }
            if (loud) {
                start = start < 0 ? i : start;
                last = i;
            }
        }
        return parts;
    }

    private static double rms(short[] samples, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return decibels(Math.sqrt(sum / (to - from)));
    }

    private static double decibels(double sample) {
        return 20 * Math.log10(sample / 32_768);
    }

    private static short[] samples(byte[] pcm) {
        short[] samples = new short[pcm.length / 2];
        ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return samples;
    }
}
