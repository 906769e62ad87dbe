package io.earmark.stt.voice;

/** The Bayesian information criterion of whether two stretches of sound are better told by one Gaussian or by two. */
final class Criterion {

    /** Of the price of a Gaussian: frames that follow each other are far from independent, so more than 1. */
    static final double WEIGHT = 2;

    private static final double PARAMETERS = VoiceFeatures.SIZE + VoiceFeatures.SIZE * (VoiceFeatures.SIZE + 1) / 2.0;

    private Criterion() {}

    /** What joining costs in likelihood, less what the criterion grants for the parameters that it saves. */
    static double cost(Gaussian one, Gaussian other, Gaussian both) {
        if (one.count() == 0 || other.count() == 0) {
            return -1;
        }
        double likelihood = both.count() * both.logDeterminant()
                - one.count() * one.logDeterminant()
                - other.count() * other.logDeterminant();
        return likelihood / 2 - WEIGHT * penalty(both);
    }

    /** The criterion's price of one more Gaussian. */
    static double penalty(Gaussian both) {
        return PARAMETERS / 2 * Math.log(both.count());
    }
}
