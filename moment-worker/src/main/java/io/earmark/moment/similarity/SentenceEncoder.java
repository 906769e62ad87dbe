package io.earmark.moment.similarity;

import java.util.List;

/** Turns sentences into vectors of one length of which close ones mean alike. Safe for use by several threads. */
public interface SentenceEncoder extends AutoCloseable {

    /**
     * @param sentences of any length, of which some engines read the beginning only; not empty texts
     * @return one vector for each, in their order, of length 1 by the Euclidean norm: their dot product is their cosine
     * @throws RuntimeException if the engine fails or cannot be loaded, saying why
     */
    List<float[]> encode(List<String> sentences);

    /** Lets go of native memory, if there is any. */
    @Override
    void close();

    /** Cosine of the angle between two unit vectors, -1 to 1: how alike two sentences are. */
    static double similarity(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }
}
