package io.earmark.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A long stereo call: a sample call over and over, with a pause after each, as a WAV file of 16 kHz. */
final class LongCall {

    static final int CHANNELS = 2;
    static final int SAMPLE_RATE = 16_000;
    static final int FRAME_BYTES = 2 * CHANNELS;
    static final int HEADER_BYTES = 44;

    private static final int PAUSE_FRAMES = 2 * SAMPLE_RATE;

    private LongCall() {}

    /** @return the frames from one repetition to the next */
    static int periodFrames(Path sample) throws IOException {
        return (int) ((Files.size(sample) - HEADER_BYTES) / FRAME_BYTES) + PAUSE_FRAMES;
    }

    static double seconds(Path call) throws IOException {
        return (Files.size(call) - HEADER_BYTES) / (double) (SAMPLE_RATE * FRAME_BYTES);
    }

    /** @param seconds of the whole, in whose midst a repetition may end */
    static void write(Path sample, Path target, int seconds) throws IOException {
        byte[] once = Files.readAllBytes(sample);
        byte[] period = Arrays.copyOfRange(once, HEADER_BYTES, HEADER_BYTES + periodFrames(sample) * FRAME_BYTES);
        long left = (long) seconds * SAMPLE_RATE * FRAME_BYTES;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), 1 << 20)) {
            out.write(header(left));
            while (left > 0) {
                int length = (int) Math.min(left, period.length);
                out.write(period, 0, length);
                left -= length;
            }
        }
    }

    private static byte[] header(long bytes) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt((int) (36 + bytes));
        header.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        header.putShort((short) 1).putShort((short) CHANNELS).putInt(SAMPLE_RATE);
        header.putInt(SAMPLE_RATE * FRAME_BYTES).putShort((short) FRAME_BYTES).putShort((short) 16);
        return header.put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt((int) bytes)
                .array();
    }
}
