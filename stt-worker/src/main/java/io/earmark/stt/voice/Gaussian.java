package io.earmark.stt.voice;

import java.util.Collections;
import java.util.List;

/** Vectors summed up as a Gaussian with a full covariance matrix. Adding and joining keep it exact. */
final class Gaussian {

    /** Keeps the covariance of few or equal vectors invertible. */
    private static final double LEAST_VARIANCE = 0.05;

    private final int size;
    private final double[] sum;
    private final double[][] products;
    private int count;
    private double logDeterminant = Double.NaN;

    Gaussian(int size) {
        this.size = size;
        this.sum = new double[size];
        this.products = new double[size][size];
    }

    void add(double[] vector) {
        logDeterminant = Double.NaN;
        count++;
        for (int i = 0; i < size; i++) {
            sum[i] += vector[i];
            for (int j = 0; j <= i; j++) {
                products[i][j] += vector[i] * vector[j];
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
        made.count = count + sign * other.count;
        for (int i = 0; i < size; i++) {
            made.sum[i] = sum[i] + sign * other.sum[i];
            for (int j = 0; j <= i; j++) {
                made.products[i][j] = products[i][j] + sign * other.products[i][j];
            }
        }
        return made;
    }

    /** The logarithm of the covariance's determinant, by Cholesky's decomposition. */
    double logDeterminant() {
        if (Double.isNaN(logDeterminant)) {
            double[][] factor = cholesky();
            logDeterminant = 0;
            for (int i = 0; i < size; i++) {
                logDeterminant += 2 * Math.log(factor[i][i]);
            }
        }
        return logDeterminant;
    }

    private double[][] cholesky() {
        double[][] factor = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double value = products[i][j] / count - sum[i] / count * (sum[j] / count);
                value += i == j ? LEAST_VARIANCE : 0;
                for (int k = 0; k < j; k++) {
                    value -= factor[i][k] * factor[j][k];
                }
                factor[i][j] = i == j ? Math.sqrt(Math.max(value, 1e-9)) : value / factor[j][j];
            }
        }
        return factor;
    }

    /** How likely the other's vectors are under this one, up to a constant: the mean log-likelihood of one of them. */
    double likelihood(Gaussian other) {
        double[][] factor = cholesky();
        double trace = 0;
        // The other's scatter about our mean, column by column through our factor.
        double[][] half = new double[size][size];
        for (int column = 0; column < size; column++) {
            for (int i = 0; i < size; i++) {
                double value = other.scatter(i, column, this);
                for (int k = 0; k < i; k++) {
                    value -= factor[i][k] * half[k][column];
                }
                half[i][column] = value / factor[i][i];
            }
        }
        for (int row = 0; row < size; row++) {
            double[] solved = new double[size];
            for (int i = 0; i < size; i++) {
                double value = half[row][i];
                for (int k = 0; k < i; k++) {
                    value -= factor[i][k] * solved[k];
                }
                solved[i] = value / factor[i][i];
            }
            trace += solved[row];
        }
        return -0.5 * (trace + logDeterminant());
    }

    /** Which of these it is likeliest of: its index; 0 if there is no choice. */
    int likeliest(List<Gaussian> voices) {
        if (voices.size() < 2 || count == 0) {
            return 0;
        }
        List<Double> likelihoods = voices.stream()
                .map(voice -> voice.count == 0 ? Double.NEGATIVE_INFINITY : voice.likelihood(this))
                .toList();
        return likelihoods.indexOf(Collections.max(likelihoods));
    }

    private double scatter(int i, int j, Gaussian about) {
        double product = i >= j ? products[i][j] : products[j][i];
        double mi = about.sum[i] / about.count;
        double mj = about.sum[j] / about.count;
        return (product - mi * sum[j] - mj * sum[i]) / count + mi * mj;
    }
}
