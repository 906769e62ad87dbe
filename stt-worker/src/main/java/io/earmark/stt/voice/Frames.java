package io.earmark.stt.voice;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * {@link VoiceFeatures} read again from their file, as often as is wanted, 40 s at a time: to sum them up anew costs a fraction of
 * a second for each hour, and to keep the sums would take more memory than the features. For one thread.
 */
final class Frames {

    private static final int SIZE = VoiceFeatures.SIZE;
    private static final int WINDOW = 40 * VoiceFeatures.PER_SECOND;

    private final Path file;
    private final int count;
    private final byte[] window = new byte[WINDOW * SIZE];
    private final double[] one = new double[SIZE];
    private int windowFrom;
    private int windowTo;

    /** @param count of frames that are in the file; without any, there need not be one */
    Frames(Path file, int count) {
        this.file = file;
        this.count = count;
    }

    /** How many there are in a stretch. */
    int count(Stretch stretch) {
        return at(stretch.end()) - at(stretch.start());
    }

    /** Those in a stretch as a Gaussian. */
    Gaussian sound(Stretch stretch) throws IOException {
        return between(stretch.start(), stretch.end());
    }

    /** Those from one time to another, in seconds, as a Gaussian. */
    Gaussian between(double start, double end) throws IOException {
        Gaussian sum = new Gaussian(SIZE);
        add(start, end, sum);
        return sum;
    }

    /** Adds those from one time to another. */
    void add(double start, double end, Gaussian sum) throws IOException {
        int to = at(end);
        for (int frame = at(start); frame < to; frame++) {
            if (frame < windowFrom || frame >= windowTo) {
                read(frame);
            }
            int offset = (frame - windowFrom) * SIZE;
            for (int i = 0; i < SIZE; i++) {
                one[i] = window[offset + i] / VoiceFeatures.STEPS;
            }
            sum.add(one);
        }
    }

    /** Not by a channel: an interrupt would close it, and pass for a failure of the disk. */
    private void read(int from) throws IOException {
        windowTo = windowFrom;
        int length = Math.min(WINDOW, count - from);
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek((long) from * SIZE);
            in.readFully(window, 0, length * SIZE);
        }
        windowFrom = from;
        windowTo = from + length;
    }

    private int at(double seconds) {
        return (int) Math.max(0, Math.min(count, Math.round(seconds * VoiceFeatures.PER_SECOND)));
    }
}
