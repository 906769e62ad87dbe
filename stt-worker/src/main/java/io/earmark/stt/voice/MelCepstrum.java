package io.earmark.stt.voice;

/** Mel-frequency cepstral coefficients of one window of sound, 100 to 3,800 Hz. */
final class MelCepstrum {

    private static final int BANDS = 24;
    private static final int POINTS = 512;
    private static final double LOWEST = 100;
    private static final double HIGHEST = 3_800;

    private final double[] taper;
    private final double[][] bands = new double[BANDS][POINTS / 2 + 1];
    private final double[][] cosines;
    private final double[] re = new double[POINTS];
    private final double[] im = new double[POINTS];

    MelCepstrum(int sampleRate, int window, int size) {
        taper = new double[window];
        for (int i = 0; i < window; i++) {
            taper[i] = 0.54 - 0.46 * Math.cos(2 * Math.PI * i / (window - 1));
        }
        double from = mel(LOWEST);
        double width = (mel(HIGHEST) - from) / (BANDS + 1);
        for (int band = 0; band < BANDS; band++) {
            for (int point = 0; point <= POINTS / 2; point++) {
                double at = (mel(point * (double) sampleRate / POINTS) - from) / width - band;
                bands[band][point] = Math.max(0, at <= 1 ? at : 2 - at);
            }
        }
        cosines = new double[size][BANDS];
        for (int i = 0; i < size; i++) {
            for (int band = 0; band < BANDS; band++) {
                cosines[i][band] = Math.sqrt(2.0 / BANDS) * Math.cos(Math.PI * (i + 1) * (band + 0.5) / BANDS);
            }
        }
    }

    private static double mel(double hertz) {
        return 1127 * Math.log(1 + hertz / 700);
    }

    double[] of(double[] sound) {
        for (int i = 0; i < POINTS; i++) {
            re[i] = i < taper.length ? sound[i] * taper[i] : 0;
            im[i] = 0;
        }
        transform();
        double[] levels = new double[BANDS];
        for (int band = 0; band < BANDS; band++) {
            double energy = 1;
            for (int point = 0; point <= POINTS / 2; point++) {
                energy += bands[band][point] * (re[point] * re[point] + im[point] * im[point]);
            }
            levels[band] = Math.log(energy);
        }
        double[] coefficients = new double[cosines.length];
        for (int i = 0; i < coefficients.length; i++) {
            for (int band = 0; band < BANDS; band++) {
                coefficients[i] += cosines[i][band] * levels[band];
            }
        }
        return coefficients;
    }

    /** The fast Fourier transform of Cooley and Tukey, in place. */
    private void transform() {
        for (int i = 1, j = 0; i < POINTS; i++) {
            int bit = POINTS >> 1;
            for (; (j & bit) != 0; bit >>= 1) {
                j ^= bit;
            }
            j ^= bit;
            if (i < j) {
                double swap = re[i];
                re[i] = re[j];
                re[j] = swap;
            }
        }
        for (int length = 2; length <= POINTS; length <<= 1) {
            double angle = -2 * Math.PI / length;
            for (int k = 0; k < length / 2; k++) {
                double c = Math.cos(angle * k);
                double s = Math.sin(angle * k);
                for (int i = k; i < POINTS; i += length) {
                    butterfly(i, i + length / 2, c, s);
                }
            }
        }
    }

    private void butterfly(int a, int b, double c, double s) {
        double real = re[b] * c - im[b] * s;
        double imaginary = re[b] * s + im[b] * c;
        re[b] = re[a] - real;
        im[b] = im[a] - imaginary;
        re[a] += real;
        im[a] += imaginary;
    }
}
