package io.earmark.audio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A corpus of hostile uploads: the same for the same seed, canary and port. */
public final class HostileRecordings {

    private static final int MUTANTS_OF_EACH_FORM = 6;
    private static final int HEADER_BYTES = 256;
    private static final byte[] EXTREMES = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff};

    private final Random random;
    private final Path directory;
    private final List<HostileRecording> made = new ArrayList<>();

    private HostileRecordings(long seed, Path directory) {
        this.random = new Random(seed);
        this.directory = directory;
    }

    /**
     * @param directory for what ffmpeg makes on the way
     * @param source    an honest recording, to be mutated
     * @param canary    a recording that none of them may bring to light
     * @param port      of this machine, that none of them may reach
     */
    public static List<HostileRecording> make(long seed, Path directory, Path source, Path canary, int port)
            throws IOException, InterruptedException {
        HostileRecordings corpus = new HostileRecordings(seed, directory);
        corpus.mutants(source);
        corpus.made.addAll(HostileReferences.make(corpus.random, directory, source, canary, port));
        corpus.made.addAll(HostileHeaders.make(corpus.random, Files.readAllBytes(source)));
        corpus.made.addAll(HostileBulk.make(directory, source));
        corpus.noise();
        return List.copyOf(corpus.made);
    }

    /** Honest files of every form, with their headers damaged. */
    private void mutants(Path source) throws IOException, InterruptedException {
        for (Encoding form : Encoding.values()) {
            byte[] honest = Files.readAllBytes(form.make(source, directory, "-t", "1.2"));
            for (int i = 0; i < MUTANTS_OF_EACH_FORM; i++) {
                made.add(new HostileRecording(form + " mutant " + i, mutant(honest), false));
            }
        }
    }

    private byte[] mutant(byte[] honest) {
        byte[] bytes = honest.clone();
        int header = Math.min(HEADER_BYTES, bytes.length - 4);
        int changes = 1 + random.nextInt(8);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(header);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> java.util.Arrays.fill(bytes, at, at + 4, EXTREMES[random.nextInt(EXTREMES.length)]);
                default -> {
                    int length = Math.min(bytes.length - at, 1 + random.nextInt(64));
                    System.arraycopy(bytes.clone(), random.nextInt(bytes.length - length), bytes, at, length);
                }
            }
        }
        return random.nextInt(4) == 0 ? java.util.Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length)) : bytes;
    }

    private void noise() {
        for (int length : new int[] {1, 2, 11, 12, 44, 45, 1_000, 65_536}) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            made.add(new HostileRecording(length + " bytes of noise", bytes, true));
            made.add(new HostileRecording(length + " zeros", new byte[length], true));
        }
    }
}
