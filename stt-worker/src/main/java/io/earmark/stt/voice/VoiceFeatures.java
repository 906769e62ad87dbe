package io.earmark.stt.voice;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a channel sounds, 100 times a second: 16 mel-frequency cepstral coefficients (Davis and Mermelstein, 1980) over the
 * telephone band, without the one for loudness. Kept in a byte each in a file, since four hours take 23 MB: memory holds none
 * of them. To be closed before they are read.
 */
public final class VoiceFeatures implements AutoCloseable {

    static final int SIZE = 16;
    static final int PER_SECOND = 100;
    /** Coefficients lie within ±32 or so; quarters are fine enough. */
    static final double STEPS = 4;

    private static final int SAMPLE_RATE = 16_000;
    private static final int HOP = SAMPLE_RATE / PER_SECOND;
    private static final int WINDOW = 400;
    private static final double PRE_EMPHASIS = 0.97;

    private final MelCepstrum cepstrum = new MelCepstrum(SAMPLE_RATE, WINDOW, SIZE);
    private final double[] window = new double[WINDOW];
    private final byte[] frame = new byte[SIZE];
    private final Path file;
    private @Nullable OutputStream out;
    private @Nullable IOException failure;
    private int frames;
    private int filled;
    private double last;
    private List<VoicePrint> prints = List.of();

    /** @param file to keep them in, which is made when there is the first; one that was there before is overwritten */
    public VoiceFeatures(Path file) {
        this.file = file;
    }

    /** More of the channel: 16 kHz, signed 16 bit, little-endian. If it cannot be kept, that is told when it is read. */
    public void hear(byte[] pcm) {
        for (int i = 0; i + 1 < pcm.length; i += 2) {
            double sample = pcm[i + 1] << 8 | pcm[i] & 0xff;
            window[filled++] = sample - PRE_EMPHASIS * last;
            last = sample;
            if (filled == WINDOW) {
                keep(cepstrum.of(window));
                System.arraycopy(window, HOP, window, 0, WINDOW - HOP);
                filled = WINDOW - HOP;
            }
        }
    }

    private void keep(double[] coefficients) {
        if (failure != null) {
            return;
        }
        for (int i = 0; i < SIZE; i++) {
            frame[i] = (byte) Math.max(Byte.MIN_VALUE, Math.min(Byte.MAX_VALUE, Math.round(coefficients[i] * STEPS)));
        }
        try {
            if (out == null) {
                out = new BufferedOutputStream(Files.newOutputStream(file));
            }
            out.write(frame);
            frames++;
        } catch (IOException e) {
            failure = e;
        }
    }

    /** What a speaker model made of it, in order. */
    public void print(List<VoicePrint> made) {
        prints = List.copyOf(made);
    }

    List<VoicePrint> prints() {
        return prints;
    }

    /** @throws IOException if they could not be kept */
    Frames frames() throws IOException {
        if (failure != null) {
            throw new IOException("What the voices sound like could not be kept", failure);
        }
        return new Frames(file, frames);
    }

    @Override
    public void close() {
        try {
            if (out != null) {
                out.close();
            }
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        }
    }
}
