package io.earmark.audio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Uploads that are small and become large, or that carry far more about the sound than sound. */
final class HostileBulk {

    private static final int MEGABYTE = 1 << 20;

    private HostileBulk() {}

    static List<HostileRecording> make(Path directory, Path source) throws IOException, InterruptedException {
        List<HostileRecording> made = new ArrayList<>();
        made.add(new HostileRecording("zip of 200 MB of zeros", zip(200), true));
        made.add(new HostileRecording("gzip of 200 MB of zeros", gzip(200), true));
        byte[] wav = Files.readAllBytes(source);
        made.add(new HostileRecording("wav with 30 MB about it", about(wav, 30 * MEGABYTE), false));
        byte[] mp3 = Files.readAllBytes(Encoding.MP3.make(source, directory, "-t", "1.2"));
        made.add(new HostileRecording(
                "mp3 behind 30 MB of tags", HostileReferences.join(id3(30 * MEGABYTE, 30), mp3), false));
        made.add(new HostileRecording(
                "mp3 behind tags that claim 250 MB", HostileReferences.join(id3(250 * MEGABYTE, 0), mp3), false));
        byte[] silence = silence(directory);
        made.add(new HostileRecording("flac of ten minutes in " + silence.length + " bytes", silence, true));
        // The 36 bits of STREAMINFO that tell the number of samples.
        byte[] lying = silence.clone();
        lying[21] &= (byte) 0xf0;
        ByteBuffer.wrap(lying).putInt(22, 8_000);
        made.add(new HostileRecording("flac of ten minutes that says one second", lying, false));
        return made;
    }

    private static byte[] zip(int megabytes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("call.wav"));
            for (int i = 0; i < megabytes; i++) {
                zip.write(new byte[MEGABYTE]);
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(int megabytes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < megabytes; i++) {
                gzip.write(new byte[MEGABYTE]);
            }
        }
        return bytes.toByteArray();
    }

    /** A LIST chunk between the header and the samples. */
    private static byte[] about(byte[] wav, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(wav.length + 8 + length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(wav, 0, 36).put("LIST".getBytes(StandardCharsets.ISO_8859_1)).putInt(length);
        bytes.position(bytes.position() + length);
        return bytes.put(wav, 36, wav.length - 36).array();
    }

    /** An ID3v2.3 tag with one long text frame; its size is written seven bits to a byte. */
    private static byte[] id3(int claimed, int megabytes) {
        ByteBuffer tag = ByteBuffer.allocate(20 + megabytes * MEGABYTE);
        tag.put("ID3\3\0\0".getBytes(StandardCharsets.ISO_8859_1));
        for (int shift = 21; shift >= 0; shift -= 7) {
            tag.put((byte) (claimed >> shift & 0x7f));
        }
        tag.put("TXXX".getBytes(StandardCharsets.ISO_8859_1)).putInt(claimed - 10);
        return tag.array();
    }

    private static byte[] silence(Path directory) throws IOException, InterruptedException {
        Path flac = directory.resolve("silence.flac");
        Process process = new ProcessBuilder(
                        "ffmpeg",
                        "-v",
                        "error",
                        "-y",
                        "-f",
                        "lavfi",
                        "-i",
                        "anullsrc=r=8000:cl=mono",
                        "-t",
                        "600",
                        "-frame_size",
                        "65535",
                        flac.toString())
                .inheritIO()
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("ffmpeg could not make silence: 'apt-get install ffmpeg'");
        }
        return Files.readAllBytes(flac);
    }
}
