package io.earmark.bench;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A WAV file of noise, made while it is read. @param bytes of sound, a multiple of 4 */
record Recording(long bytes) {

    static final String BOUNDARY = "earmark-bench-boundary";

    private static final int RATE = 48_000;
    private static final int FRAME = 4;
    private static final byte[] NOISE = new byte[1 << 20];

    static {
        new Random(1).nextBytes(NOISE);
    }

    InputStream multipart() {
        String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"audio\"; filename=\"noise.wav\"\r\n"
                + "Content-Type: audio/wav\r\n\r\n";
        return new SequenceInputStream(Collections.enumeration(List.of(
                text(head),
                new ByteArrayInputStream(header()),
                new Noise(bytes),
                text("\r\n--" + BOUNDARY + "--\r\n"))));
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** RIFF, PCM of 16 bits in two channels. */
    private byte[] header() {
        ByteBuffer header = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
        header.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt((int) (36 + bytes));
        header.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        header.putShort((short) 1).putShort((short) 2).putInt(RATE).putInt(RATE * FRAME);
        header.putShort((short) FRAME).putShort((short) 16);
        header.put("data".getBytes(StandardCharsets.US_ASCII)).putInt((int) bytes);
        return header.array();
    }

    private static final class Noise extends InputStream {

        private long left;

        Noise(long left) {
            this.left = left;
        }

        @Override
        public int read() {
            return left-- > 0 ? NOISE[(int) (left % NOISE.length)] & 0xff : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(left, Math.min(length, NOISE.length));
            System.arraycopy(NOISE, 0, buffer, offset, count);
            left -= count;
            return count;
        }
    }
}
