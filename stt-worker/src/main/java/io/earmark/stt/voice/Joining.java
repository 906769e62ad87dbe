package io.earmark.stt.voice;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;

/** Clusters of which two at a time are made one: agglomerative clustering. What a pair costs is reckoned once. */
final class Joining<T> {

    /** @param first comes before the second */
    record Pair(int first, int second, double cost) {}

    private final List<T> clusters;
    private final BinaryOperator<T> joined;
    private final ToDoubleBiFunction<T, T> cost;
    /** Of each with those before it. */
    private final double[][] costs;
    /** Which are left, in order. */
    private final int[] left;

    private int size;

    Joining(List<T> parts, BinaryOperator<T> joined, ToDoubleBiFunction<T, T> cost) {
        this.clusters = new ArrayList<>(parts);
        this.joined = joined;
        this.cost = cost;
        this.size = parts.size();
        this.left = IntStream.range(0, size).toArray();
        this.costs = new double[size][];
        for (int i = 0; i < size; i++) {
            costs[i] = new double[i];
            for (int j = 0; j < i; j++) {
                costs[i][j] = cost.applyAsDouble(clusters.get(j), clusters.get(i));
            }
        }
    }

    /** How many are left. */
    int size() {
        return size;
    }

    List<T> left() {
        return IntStream.range(0, size).mapToObj(i -> clusters.get(left[i])).toList();
    }

    /** The two that it costs least to join; there must be two. */
    Pair cheapest() {
        Pair cheapest = new Pair(left[0], left[1], Double.MAX_VALUE);
        for (int i = 1; i < size; i++) {
            double[] row = costs[left[i]];
            for (int j = 0; j < i; j++) {
                if (row[left[j]] < cheapest.cost()) {
                    cheapest = new Pair(left[j], left[i], row[left[j]]);
                }
            }
        }
        return cheapest;
    }

    T joined(Pair pair) {
        return joined.apply(clusters.get(pair.first()), clusters.get(pair.second()));
    }

    /** The first takes the second in, which is gone. */
    void join(Pair pair) {
        clusters.set(pair.first(), joined(pair));
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (left[i] != pair.second()) {
                left[kept++] = left[i];
            }
        }
        size = kept;
        for (int i = 0; i < size; i++) {
            int one = Math.min(left[i], pair.first());
            int other = Math.max(left[i], pair.first());
            if (one != other) {
                costs[other][one] = cost.applyAsDouble(clusters.get(one), clusters.get(other));
            }
        }
    }
}
