package io.earmark.stt;

/**
 * Finds out whether the two channels of a recording carry the same sound: a mono recording in a stereo file, perhaps
 * louder on one side, or with its sign turned. Measured is the correlation (which no gain changes) over five audible seconds at a time: at 0.99 or
 * more they are the same; once they are taken to be, it may sink to 0.97 before they are not.
 */
final class Twins {

    /** What is known so far. */
    enum Finding {
        UNDECIDED,
        SAME,
        DIFFERENT
    }

    private static final int WINDOW = 5 * Samples.PER_SECOND;
    private static final double AUDIBLE_DECIBELS = -55;
    private static final double SAME_FROM = 0.99;
    private static final double SAME_STILL = 0.97;

    private Finding finding = Finding.UNDECIDED;
    private long audible;
    private double left;
    private double right;
    private double both;

    /** The same stretch of both channels, some tenths of a second. */
    Finding hear(byte[] one, byte[] other) {
        if (finding == Finding.DIFFERENT) {
            return finding;
        }
        int samples = one.length / Samples.BYTES;
        double oneSquares = 0;
        double otherSquares = 0;
        double products = 0;
        for (int i = 0; i < samples; i++) {
            double a = Samples.at(one, i);
            double b = Samples.at(other, i);
            oneSquares += a * a;
            otherSquares += b * b;
            products += a * b;
        }
        if (Samples.decibels(Math.max(oneSquares, otherSquares) / Math.max(1, samples)) > AUDIBLE_DECIBELS) {
            left += oneSquares;
            right += otherSquares;
            both += products;
            audible += samples;
        }
        if (audible >= WINDOW) {
            decide();
        }
        return finding;
    }

    /** Of what was heard since the last decision; for recordings that end before five seconds of sound. */
    Finding end() {
        if (finding == Finding.UNDECIDED && audible > 0) {
            decide();
        }
        return finding;
    }

    private void decide() {
        double least = finding == Finding.UNDECIDED ? SAME_FROM : SAME_STILL;
        finding = Math.abs(both) >= least * Math.sqrt(left * right) && left > 0 && right > 0
                ? Finding.SAME
                : Finding.DIFFERENT;
        audible = 0;
        left = 0;
        right = 0;
        both = 0;
    }
}
