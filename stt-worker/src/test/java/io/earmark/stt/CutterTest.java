package io.earmark.stt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class CutterTest {

    private static final int RATE = 16_000;
    private static final int LEAST = 10 * RATE;
    private static final int CHUNK = RATE / 4;
    private static final int MARGIN = RATE * 3 / 10;
    /** The finest that it sees: of a frame that is mostly silent, it misses the rest. */
    private static final int FRAME = RATE / 50;

    /** Loud and quiet spans in turn, over a background that is different each time. */
    @RepeatedTest(20)
    void every_cut_lies_in_silence_away_from_sound_and_on_the_grid(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        double background = Math.pow(10, -(40 + random.nextInt(55)) / 20.0);
        short[] sound = new short[180 * RATE];
        boolean[] loud = new boolean[sound.length];
        for (int at = 0; at < sound.length; ) {
            boolean speaks = random.nextBoolean();
            int length = (int) (RATE * (0.1 + random.nextDouble() * (speaks ? 5 : 3)));
            for (int end = Math.min(sound.length, at + length); at < end; at++) {
                loud[at] = speaks;
                sound[at] = (short) (32_767 * random.nextGaussian() * (speaks ? 0.1 : background));
            }
        }
        List<Long> cuts = cuts(sound);
        assertThat(cuts).isNotEmpty();
        long before = 0;
        for (long cut : cuts) {
            assertThat(cut - before).isBetween((long) LEAST, 4L * LEAST);
            assertThat(cut % Cutter.GRID).as("off the grid").isZero();
            for (int near = (int) cut - MARGIN + FRAME; near < cut + MARGIN - FRAME; near++) {
                assertThat(loud[near]).as("sound at %d, cut at %d", near, cut).isFalse();
            }
            before = cut;
        }
    }

    @Test
    void who_never_pauses_is_cut_in_the_quietest_moment_before_the_stretch_grows_too_long() {
        Random random = new Random(1);
        short[] sound = new short[90 * RATE];
        for (int i = 0; i < sound.length; i++) {
            // Syllables of 0.5 s, and each 13 s a breath of 0.5 s: too short to be a pause.
            double syllable = i % (RATE / 2) < RATE * 3 / 10 ? 0.2 : 0.02;
            double level = i % (13 * RATE) < RATE / 2 ? 0.005 : syllable;
            sound[i] = (short) (32_767 * level * random.nextGaussian());
        }
        List<Long> cuts = cuts(sound);
        assertThat(cuts).hasSize(2);
        assertThat(cuts.get(0)).isLessThanOrEqualTo(4L * LEAST);
        assertThat(cuts).allSatisfy(cut -> assertThat(cut % (13 * RATE)).isLessThan(RATE / 2));
    }

    @Test
    void a_short_recording_is_not_cut() {
        assertThat(cuts(new short[LEAST - 1])).isEmpty();
    }

    private static List<Long> cuts(short[] sound) {
        Cutter cutter = new Cutter(LEAST);
        List<Long> cuts = new ArrayList<>();
        for (int from = 0; from < sound.length; from += CHUNK) {
            byte[] chunk = bytes(Arrays.copyOfRange(sound, from, Math.min(sound.length, from + CHUNK)));
            OptionalLong cut = cutter.hear(chunk, chunk.length);
            cut.ifPresent(cuts::add);
        }
        return cuts;
    }

    private static byte[] bytes(short[] samples) {
        byte[] bytes = new byte[2 * samples.length];
        for (int i = 0; i < samples.length; i++) {
            bytes[2 * i] = (byte) samples[i];
            bytes[2 * i + 1] = (byte) (samples[i] >> 8);
        }
        return bytes;
    }
}
