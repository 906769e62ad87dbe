package io.earmark.bench;

import java.util.Collection;
import java.util.List;

/** Of samples. */
final class Statistics {

    private Statistics() {}

    static double median(Collection<Double> samples) {
        return percentile(samples, 0.5);
    }

    /** The nearest rank. @param fraction above 0, at most 1, such as 0.99 */
    static double percentile(Collection<Double> samples, double fraction) {
        if (samples.isEmpty()) {
            throw new IllegalStateException("There is nothing to tell a percentile of");
        }
        List<Double> sorted = samples.stream().sorted().toList();
        return sorted.get((int) Math.ceil(fraction * sorted.size()) - 1);
    }
}
