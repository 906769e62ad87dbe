package io.earmark.stt;

/**
 * Follows the level of a channel's background, and tells where nothing rises above it. In frames of 25 ms, it is the
 * lowest of late: it sinks at once, and rises by 0.2 dB in a second. Speech, however faint, rises from one frame to another by
 * more than a steady noise does.
 */
final class Background {

    private static final int FRAME = Samples.PER_SECOND / 40;
    private static final double LOWEST = -75;
    private static final double RISE_PER_FRAME = 0.005;
    private static final double ABOVE = 4;

    private double level = 0;

    /**
     * Listens to what follows.
     *
     * @param pcm whole frames
     * @return whether none of them was 4 dB louder than the background, or than 71 dB under full scale
     */
    boolean isAll(byte[] pcm) {
        double loudest = Samples.decibels(0);
        for (int from = 0; from + FRAME <= pcm.length / Samples.BYTES; from += FRAME) {
            double frame = Samples.decibels(Samples.energy(pcm, from, from + FRAME) / (double) FRAME);
            level = Math.max(LOWEST, Math.min(frame, level + RISE_PER_FRAME));
            loudest = Math.max(loudest, frame);
        }
        return loudest < level + ABOVE;
    }
}
