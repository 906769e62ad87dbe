package io.earmark.stt.voice;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Voice prints joined, nearest first: the clusters with the least mean cosine distance between any of one and any of the
 * other, until what is left is too far apart to be one voice. If the number of speakers is told, until one more step would
 * leave fewer that spoke for a while; of those, the ones that spoke longest. Where there never are as many, nearest
 * are those by whose joining the scatter within clusters grows least (J. H. Ward, "Hierarchical grouping to optimize an
 * objective function", 1963), so that an outlier is never taken for one of the speakers.
 */
final class PrintTree {

    /** Farther apart than that, two clusters are two voices: between 0, the same, and 1, nothing in common. */
    private static final double LARGEST_DISTANCE = 0.6;

    /** Two voices are the rule on a sales call: a third must be farther away. */
    private static final double THIRD_VOICE_DISTANCE = 0.8;

    /** The rest is given to the clusters of these: the time that joining takes grows with the cube. */
    private static final int MOST_FOUNDERS = 500;

    private static final int LEAST_VOICE_FRAMES = 300;

    /** The sum of unit vectors, whose product with another is the sum of all cosines. */
    private record Cluster(double[] sum, int size, int frames) {

        static Cluster of(VoicePrint print) {
            double[] vector = new double[print.vector().length];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = print.vector()[i];
            }
            double length = Math.sqrt(Math.max(product(vector, vector), Double.MIN_NORMAL));
            for (int i = 0; i < vector.length; i++) {
                vector[i] /= length;
            }
            return new Cluster(vector, 1, print.frames());
        }

        Cluster joined(Cluster other) {
            double[] both = sum.clone();
            for (int i = 0; i < both.length; i++) {
                both[i] += other.sum[i];
            }
            return new Cluster(both, size + other.size, frames + other.frames);
        }

        double distance(Cluster other) {
            return 1 - product(sum, other.sum) / size / other.size;
        }

        /** By how much the scatter grows, if they are joined. */
        double cost(Cluster other) {
            double apart = product(sum, sum) / size / size
                    + product(other.sum, other.sum) / other.size / other.size
                    - 2 * product(sum, other.sum) / size / other.size;
            return apart * frames * other.frames / (frames + other.frames);
        }

        private static double product(double[] one, double[] other) {
            double product = 0;
            for (int i = 0; i < one.length; i++) {
                product += one[i] * other[i];
            }
            return product;
        }
    }

    private final List<Cluster> voices;

    private PrintTree(List<Cluster> voices) {
        this.voices = voices;
    }

    /**
     * @param prints   of one model, two or more
     * @param speakers how many there are; 0 to estimate it
     */
    static PrintTree of(List<VoicePrint> prints, int speakers, Progress progress) throws InterruptedException {
        List<Cluster> founders = prints.stream()
                .sorted(Comparator.comparingInt(VoicePrint::frames).reversed())
                .limit(MOST_FOUNDERS)
                .map(Cluster::of)
                .toList();
        return new PrintTree(speakers == 0 ? estimated(founders, progress) : told(founders, speakers, progress));
    }

    private static List<Cluster> estimated(List<Cluster> founders, Progress progress) throws InterruptedException {
        Joining<Cluster> joining = new Joining<>(founders, Cluster::joined, Cluster::distance);
        while (joining.size() > 1) {
            progress.at(1 - (double) joining.size() / founders.size());
            Joining.Pair nearest = joining.cheapest();
            double allowed = joining.size() > 2 ? THIRD_VOICE_DISTANCE : LARGEST_DISTANCE;
            if (nearest.cost() > allowed) {
                break;
            }
            joining.join(nearest);
        }
        List<Cluster> lasting = lasting(joining.left());
        return lasting.isEmpty() ? joining.left() : lasting;
    }

    private static List<Cluster> told(List<Cluster> founders, int speakers, Progress progress)
            throws InterruptedException {
        Joining<Cluster> joining = new Joining<>(founders, Cluster::joined, Cluster::distance);
        List<Cluster> voices = lasting(founders);
        while (joining.size() > speakers) {
            progress.at(0.5 - 0.5 * joining.size() / founders.size());
            joining.join(joining.cheapest());
            List<Cluster> lasting = lasting(joining.left());
            voices = lasting.size() >= speakers ? lasting : voices;
        }
        return voices.size() >= speakers
                ? voices.subList(0, speakers)
                : byScatter(founders, speakers, progress.within(0.5, 1));
    }

    /** Those that spoke longest first. A cough or a click is no speaker. */
    private static List<Cluster> lasting(List<Cluster> clusters) {
        return clusters.stream()
                .filter(cluster -> cluster.frames() >= LEAST_VOICE_FRAMES)
                .sorted(Comparator.comparingInt(Cluster::frames).reversed())
                .toList();
    }

    private static List<Cluster> byScatter(List<Cluster> founders, int speakers, Progress progress)
            throws InterruptedException {
        Joining<Cluster> joining = new Joining<>(founders, Cluster::joined, Cluster::cost);
        while (joining.size() > speakers) {
            progress.at(1 - (double) joining.size() / founders.size());
            joining.join(joining.cheapest());
        }
        return joining.left();
    }

    /** How many voices there are. */
    int size() {
        return voices.size();
    }

    /** The voice that a print is nearest to. */
    int nearest(VoicePrint print) {
        Cluster one = Cluster.of(print);
        return IntStream.range(0, voices.size())
                .boxed()
                .min(Comparator.comparingDouble(i -> voices.get(i).distance(one)))
                .orElseThrow();
    }
}
