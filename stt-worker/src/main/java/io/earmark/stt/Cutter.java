package io.earmark.stt;

import java.util.OptionalLong;

/**
 * Finds where one channel can be cut without hurting a word. It listens in frames of 20 ms, follows the levels of the
 * background and of the voice, and calls silent what is less than 8 dB above the one and more than 10 dB below the other,
 * or close to nothing.
 *
 * <p>A good cut has 0.3 s of silence on either side: more than a network's view and more than the recogniser's own
 * breath between two results. It lies on a multiple of 0.75 s, so that frames of 10 ms, steps of 30 ms and chunks of
 * 0.25 s fall as they would have without the cut, and the words come out the same. Where nobody pauses for four times the
 * wanted length, the quietest 0.3 s of the last third must do.
 */
final class Cutter {

    static final int GRID = Samples.PER_SECOND * 3 / 4;

    private static final int FRAME = Samples.PER_SECOND / 50;
    private static final int MARGIN = Samples.PER_SECOND * 3 / 10;
    private static final int QUIET_FRAMES = MARGIN / FRAME;
    private static final int MOST_TO_LEAST = 4;
    private static final double LOWEST_FLOOR = -70;
    private static final double RISE_PER_FRAME = 0.004;
    private static final double ABOVE_FLOOR = 8;
    private static final double BELOW_PEAK = 10;

    private final long least;
    private final double[] levels;
    private int framesInStretch;
    private long stretchStart;
    private long silentSince = -1;
    private long frameEnd;
    private double floor = 0;
    private double peak = LOWEST_FLOOR;
    private long energy;
    private int inFrame;

    /** @param leastSamples of a stretch before a cut is looked for */
    Cutter(long leastSamples) {
        this.least = leastSamples;
        this.levels = new double[(int) (MOST_TO_LEAST * leastSamples / FRAME) + 1];
    }

    /**
     * Listens to what follows.
     *
     * @param pcm a second of it at most
     * @return where to cut, in samples from the channel's start, within what was heard so far; at most one cut at a time
     */
    OptionalLong hear(byte[] pcm, int length) {
        OptionalLong cut = OptionalLong.empty();
        int samples = length / Samples.BYTES;
        int from = 0;
        while (from < samples) {
            int to = Math.min(samples, from + FRAME - inFrame);
            energy += Samples.energy(pcm, from, to);
            inFrame += to - from;
            from = to;
            if (inFrame == FRAME) {
                endFrame();
                if (cut.isEmpty()) {
                    cut = cut();
                }
            }
        }
        cut.ifPresent(this::begin);
        return cut;
    }

    private void endFrame() {
        double level = Samples.decibels(energy / (double) FRAME);
        energy = 0;
        inFrame = 0;
        floor = Math.max(LOWEST_FLOOR, Math.min(level, floor + RISE_PER_FRAME));
        peak = Math.max(level, peak - RISE_PER_FRAME);
        if (!isSilent(level)) {
            silentSince = -1;
        } else if (silentSince < 0) {
            silentSince = frameEnd;
        }
        if (framesInStretch < levels.length) {
            levels[framesInStretch++] = level;
        }
        frameEnd += FRAME;
    }

    private boolean isSilent(double level) {
        return level < LOWEST_FLOOR + ABOVE_FLOOR || (level < floor + ABOVE_FLOOR && level < peak - BELOW_PEAK);
    }

    private OptionalLong cut() {
        if (frameEnd - stretchStart < least) {
            return OptionalLong.empty();
        }
        if (silentSince >= 0) {
            long first = Math.max(silentSince + MARGIN, stretchStart + least);
            long onGrid = (first + GRID - 1) / GRID * GRID;
            if (onGrid + MARGIN <= frameEnd) {
                return OptionalLong.of(onGrid);
            }
        }
        return frameEnd - stretchStart >= MOST_TO_LEAST * least ? OptionalLong.of(quietest()) : OptionalLong.empty();
    }

    /** The middle of the quietest 0.3 s in the last third of the stretch. */
    private long quietest() {
        int best = framesInStretch * 2 / 3;
        double bestLevel = Double.MAX_VALUE;
        for (int from = best; from + QUIET_FRAMES <= framesInStretch; from++) {
            double level = 0;
            for (int i = from; i < from + QUIET_FRAMES; i++) {
                level += levels[i];
            }
            if (level < bestLevel) {
                bestLevel = level;
                best = from;
            }
        }
        return stretchStart + (best + QUIET_FRAMES / 2L) * FRAME;
    }

    /** The frames after the cut belong to the next stretch. */
    private void begin(long cut) {
        int before = (int) Math.min(framesInStretch, (cut - stretchStart + FRAME - 1) / FRAME);
        System.arraycopy(levels, before, levels, 0, framesInStretch - before);
        framesInStretch -= before;
        stretchStart = cut;
    }
}
