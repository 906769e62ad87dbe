package io.earmark.stt.voice;

/** Is told how far a long piece of work is, and says whether it is to go on. */
@FunctionalInterface
public interface Progress {

    /**
     * Called several times a second.
     *
     * @param fraction 0 to 1, never less than before
     * @throws InterruptedException if the work must stop
     */
    void at(double fraction) throws InterruptedException;

    /** The same for a part of the work, which lasts from one fraction of the whole to another. */
    default Progress within(double from, double to) {
        return fraction -> at(from + (to - from) * fraction);
    }
}
