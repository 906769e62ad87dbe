package io.earmark.stt.voice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Vectors summed up as a Gaussian with a full covariance matrix. Adding and joining keep it exact. */
final class Gaussian {

    /** Keeps the covariance of few or equal vectors invertible. */
    private static final double LEAST_VARIANCE = 0.05;

    private final int size;
    private final double[] sum;
    private final double[][] products;
    private int count;
    /** The covariance by Cholesky's decomposition, once it was asked for. */
    private double @Nullable [][] factor;

    Gaussian(int size) {
        this.size = size;
        this.sum = new double[size];
        this.products = triangle(size);
    }

    private static double[][] triangle(int size) {
        double[][] rows = new double[size][];
        for (int i = 0; i < size; i++) {
            rows[i] = new double[i + 1];
        }
        return rows;
    }

    void add(double[] vector) {
        factor = null;
        count++;
        for (int i = 0; i < size; i++) {
            sum[i] += vector[i];
            double[] row = products[i];
            for (int j = 0; j <= i; j++) {
                row[j] += vector[i] * vector[j];
            }
        }
    }

    void add(Gaussian other) {
        add(other, 1);
    }

    private void add(Gaussian other, int sign) {
        factor = null;
        count += sign * other.count;
        for (int i = 0; i < size; i++) {
            sum[i] += sign * other.sum[i];
            for (int j = 0; j <= i; j++) {
                products[i][j] += sign * other.products[i][j];
            }
        }
    }

    int count() {
        return count;
    }

    Gaussian joined(Gaussian other) {
        return plus(other, 1);
    }

    /** @param other a part of this one */
    Gaussian without(Gaussian other) {
        return plus(other, -1);
    }

    private Gaussian plus(Gaussian other, int sign) {
        Gaussian made = new Gaussian(size);
        made.add(this, 1);
        made.add(other, sign);
        return made;
    }

    /** The logarithm of the covariance's determinant. */
    double logDeterminant() {
        double[][] rows = factor();
        double logarithm = 0;
        for (int i = 0; i < size; i++) {
            logarithm += 2 * Math.log(rows[i][i]);
        }
        return logarithm;
    }

    private double[][] factor() {
        if (factor == null) {
            factor = cholesky();
        }
        return factor;
    }

    private double[][] cholesky() {
        double[][] rows = triangle(size);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double value = products[i][j] / count - sum[i] / count * (sum[j] / count);
                value += i == j ? LEAST_VARIANCE : 0;
                for (int k = 0; k < j; k++) {
                    value -= rows[i][k] * rows[j][k];
                }
                rows[i][j] = i == j ? Math.sqrt(Math.max(value, 1e-9)) : value / rows[j][j];
            }
        }
        return rows;
    }

    /** How likely the other's vectors are under this one, up to a constant: the mean log-likelihood of one of them. */
    double likelihood(Gaussian other) {
        double[][] rows = factor();
        double trace = 0;
        // The other's scatter about our mean, column by column through our factor.
        double[][] half = new double[size][size];
        for (int column = 0; column < size; column++) {
            for (int i = 0; i < size; i++) {
                double value = other.scatter(i, column, this);
                for (int k = 0; k < i; k++) {
                    value -= rows[i][k] * half[k][column];
                }
                half[i][column] = value / rows[i][i];
            }
        }
        double[] solved = new double[size];
        for (int row = 0; row < size; row++) {
            // Of each row the last that is needed is the one on the diagonal.
            for (int i = 0; i <= row; i++) {
                double value = half[row][i];
                for (int k = 0; k < i; k++) {
                    value -= rows[i][k] * solved[k];
                }
                solved[i] = value / rows[i][i];
            }
            trace += solved[row];
        }
        return -0.5 * (trace + logDeterminant());
    }

    /** Which of these it is likeliest of: its index; the first if there is no choice. */
    int likeliest(List<Gaussian> voices) {
        int likeliest = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < voices.size() && voices.size() > 1 && count > 0; i++) {
            double likelihood = voices.get(i).count == 0
                    ? Double.NEGATIVE_INFINITY
                    : voices.get(i).likelihood(this);
            if (likelihood > most) {
                most = likelihood;
                likeliest = i;
            }
        }
        return likeliest;
    }

    private double scatter(int i, int j, Gaussian about) {
        double product = i >= j ? products[i][j] : products[j][i];
        double mi = about.sum[i] / about.count;
        double mj = about.sum[j] / about.count;
        return (product - mi * sum[j] - mj * sum[i]) / count + mi * mj;
    }
}
