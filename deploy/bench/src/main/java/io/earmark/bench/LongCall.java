package io.earmark.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A long call: a stereo sample call over and over, with a pause after each, as a WAV file of 16 kHz. */
final class LongCall {

    static final int CHANNELS = 2;
    static final int SAMPLE_RATE = 16_000;
    static final int FRAME_BYTES = 2 * CHANNELS;
    static final int HEADER_BYTES = 44;

    private static final int PAUSE_FRAMES = 2 * SAMPLE_RATE;
    /** Where the header says how many channels there are, in two bytes. */
    private static final int CHANNELS_AT = 22;

    private LongCall() {}

    /** @return the frames from one repetition to the next */
    static int periodFrames(Path sample) throws IOException {
        return (int) ((Files.size(sample) - HEADER_BYTES) / FRAME_BYTES) + PAUSE_FRAMES;
    }

    static double seconds(Path call) throws IOException {
        return (Files.size(call) - HEADER_BYTES) / (2.0 * channels(call) * SAMPLE_RATE);
    }

    static int channels(Path call) throws IOException {
        try (InputStream in = Files.newInputStream(call)) {
            return ByteBuffer.wrap(in.readNBytes(HEADER_BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getShort(CHANNELS_AT);
        }
    }

    /** @param seconds of the whole, in whose midst a repetition may end */
    static void write(Path sample, Path target, int seconds) throws IOException {
        write(period(sample), CHANNELS, target, seconds);
    }

    /** The same with both channels mixed into one. */
    static void writeMono(Path sample, Path target, int seconds) throws IOException {
        ByteBuffer stereo = ByteBuffer.wrap(period(sample)).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer mono = ByteBuffer.allocate(stereo.capacity() / 2).order(ByteOrder.LITTLE_ENDIAN);
        while (stereo.hasRemaining()) {
            mono.putShort((short) ((stereo.getShort() + stereo.getShort()) / 2));
        }
        write(mono.array(), 1, target, seconds);
    }

    private static byte[] period(Path sample) throws IOException {
        byte[] once = Files.readAllBytes(sample);
        return Arrays.copyOfRange(once, HEADER_BYTES, HEADER_BYTES + periodFrames(sample) * FRAME_BYTES);
    }

    private static void write(byte[] period, int channels, Path target, int seconds) throws IOException {
        long left = 2L * channels * seconds * SAMPLE_RATE;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), 1 << 20)) {
            out.write(header(left, channels));
            while (left > 0) {
                int length = (int) Math.min(left, period.length);
                out.write(period, 0, length);
                left -= length;
            }
        }
    }

    private static byte[] header(long bytes, int channels) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt((int) (36 + bytes));
        header.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        header.putShort((short) 1).putShort((short) channels).putInt(SAMPLE_RATE);
        header.putInt(2 * channels * SAMPLE_RATE)
                .putShort((short) (2 * channels))
                .putShort((short) 16);
        return header.put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt((int) bytes)
                .array();
    }
}
