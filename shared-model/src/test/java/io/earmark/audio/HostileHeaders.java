package io.earmark.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Uploads with headers that no recorder writes, and files that are two things at once. */
final class HostileHeaders {

    private static final int PCM = 1;
    private static final int FLOAT = 3;
    private static final int SECOND_BYTES = 64_000;

    private HostileHeaders() {}

    static List<HostileRecording> make(Random random, byte[] wav) {
        List<HostileRecording> made = new ArrayList<>();
        for (int rate : new int[] {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 3_999, 768_001}) {
            made.add(refused("wav at " + rate + " Hz", wav(PCM, 1, rate, 16, new byte[3_200])));
            made.add(refused("au at " + rate + " Hz", au(1, rate)));
        }
        for (int channels : new int[] {0, 9, 255, 65_535}) {
            made.add(refused("wav of " + channels + " channels", wav(PCM, channels, 16_000, 16, new byte[3_200])));
        }
        for (int channels : new int[] {0, 9, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            made.add(refused("au of " + channels + " channels", au(channels, 8_000)));
            made.add(refused("caf of " + channels + " channels", caf(channels)));
        }
        for (int bits : new int[] {0, 1, 7, 33, 65, 65_535}) {
            made.add(maybe("wav of " + bits + " bits", wav(PCM, 1, 16_000, bits, new byte[3_200])));
        }
        for (int codec : new int[] {0, 0x50, 0x55, 0x161, 0x2000, 0xfffe, 0xffff}) {
            made.add(maybe("wav of codec " + codec, wav(codec, 2, 16_000, 16, noise(random, 32_000))));
        }
        for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE}) {
            made.add(maybe("wav full of " + value, wav(FLOAT, 1, 16_000, 32, floats(value))));
        }
        for (int size : new int[] {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            made.add(maybe("wav that claims " + size + " bytes", resized(wav, size)));
        }
        made.addAll(polyglots(wav));
        return made;
    }

    private static List<HostileRecording> polyglots(byte[] wav) {
        List<HostileRecording> made = new ArrayList<>();
        for (String magic : List.of(
                "%PDF-1.7\n",
                "GIF89a", "PK\3\4", "\177ELF", "MZ", "<html><script>alert(1)</script>", "#!/bin/sh\nid\n")) {
            byte[] front = magic.getBytes(StandardCharsets.ISO_8859_1);
            made.add(maybe("wav behind " + magic.strip(), HostileReferences.join(front, wav)));
            made.add(maybe("wav before " + magic.strip(), HostileReferences.join(wav, front)));
            made.add(refused("nothing but " + magic.strip(), java.util.Arrays.copyOf(front, 4_096)));
        }
        return made;
    }

    private static HostileRecording refused(String name, byte[] bytes) {
        return new HostileRecording(name, bytes, true);
    }

    private static HostileRecording maybe(String name, byte[] bytes) {
        return new HostileRecording(name, bytes, false);
    }

    private static byte[] noise(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] floats(float value) {
        ByteBuffer bytes = ByteBuffer.allocate(SECOND_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    private static byte[] wav(int codec, int channels, int rate, int bits, byte[] data) {
        ByteBuffer wav = ByteBuffer.allocate(44 + data.length).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(ascii("RIFF")).putInt(36 + data.length).put(ascii("WAVEfmt ")).putInt(16);
        wav.putShort((short) codec).putShort((short) channels).putInt(rate);
        wav.putInt(rate * channels * bits / 8)
                .putShort((short) (channels * bits / 8))
                .putShort((short) bits);
        return wav.put(ascii("data")).putInt(data.length).put(data).array();
    }

    private static byte[] resized(byte[] wav, int size) {
        byte[] bytes = wav.clone();
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return header.putInt(4, size).putInt(40, size).array();
    }

    private static byte[] au(int channels, int rate) {
        ByteBuffer au = ByteBuffer.allocate(24 + 8_000);
        return au.put(ascii(".snd"))
                .putInt(24)
                .putInt(8_000)
                .putInt(1)
                .putInt(rate)
                .putInt(channels)
                .array();
    }

    private static byte[] caf(int channels) {
        ByteBuffer caf = ByteBuffer.allocate(8 + 12 + 32 + 12 + 4 + 8_000);
        caf.put(ascii("caff")).putShort((short) 1).putShort((short) 0);
        caf.put(ascii("desc")).putLong(32).putDouble(8_000).put(ascii("lpcm")).putInt(0);
        caf.putInt(2 * channels).putInt(1).putInt(channels).putInt(16);
        return caf.put(ascii("data")).putLong(8_004).putInt(0).array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
