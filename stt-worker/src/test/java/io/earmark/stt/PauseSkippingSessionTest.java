package io.earmark.stt;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.call.Word;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class PauseSkippingSessionTest {

    private static final int RATE = 16_000;
    /** What is faintly heard in a block of 0.25 s keeps the whole of it. */
    private static final int BLOCK = RATE / 4;

    private static final int AFTER = RATE * 5 / 4;
    private static final int BEFORE = RATE * 3 / 4;
    private static final int GRID = RATE * 3 / 4;

    /** Hears all that it is given, and tells where each loud sample was in that. */
    private static final class Ears implements SpeechRecognizer.Session {
        private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
        private final int loud;

        Ears(int loud) {
            this.loud = loud;
        }

        @Override
        public void accept(byte[] pcm, int length) {
            assertThat(length).isLessThanOrEqualTo(2 * RATE);
            heard.write(pcm, 0, length);
        }

        @Override
        public Spoken finish() {
            byte[] pcm = heard.toByteArray();
            List<Word> words = new ArrayList<>();
            for (int i = 0; i < pcm.length / 2; i++) {
                if (Samples.at(pcm, i) == loud) {
                    double at = i / (double) RATE;
                    words.add(new Word("click", at, at, 1));
                }
            }
            return new Spoken(words, List.of());
        }

        @Override
        public void close() {}

        int samples() {
            return heard.size() / 2;
        }
    }

    /** Clicks in bursts over a background that is different each time, in pieces of any size. */
    @RepeatedTest(20)
    void nothing_but_background_is_left_out_and_all_comes_back_at_its_time(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        double background = 32_767 * Math.pow(10, -(45 + random.nextInt(50)) / 20.0);
        short click = (short) (8_000 + random.nextInt(20_000));
        short[] sound = new short[120 * RATE + random.nextInt(RATE)];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = (short) (background * random.nextGaussian());
        }
        List<Integer> clicks = new ArrayList<>();
        for (int at = random.nextInt(RATE); at < sound.length; ) {
            sound[at] = click;
            clicks.add(at);
            at += random.nextInt(3) > 0 ? 1 + random.nextInt(RATE / 2) : 1 + random.nextInt(12 * RATE);
        }
        Ears ears = new Ears(click);
        List<Word> words = heard(ears, sound, random);

        assertThat(words).extracting(word -> sample(word.start())).isEqualTo(clicks);
        assertThat(words).extracting(word -> sample(word.end())).isEqualTo(clicks);
        assertThat((sound.length - ears.samples()) % GRID).isZero();
        assertThat(sound.length - ears.samples()).isBetween(least(clicks, sound.length), most(clicks, sound.length));
    }

    private static int sample(double seconds) {
        return (int) Math.round(seconds * RATE);
    }

    /** Of each pause between clicks, the two seconds that stay, what the grid wants, and a block on either side are kept. */
    private static int least(List<Integer> clicks, int samples) {
        return pauses(clicks, samples)
                .map(pause -> (pause - AFTER - BEFORE - 2 * BLOCK) / GRID * GRID - GRID)
                .filter(out -> out > 0)
                .reduce(0, Integer::sum);
    }

    private static int most(List<Integer> clicks, int samples) {
        return pauses(clicks, samples)
                .map(pause -> pause - AFTER - BEFORE)
                .filter(out -> out > 0)
                .reduce(0, Integer::sum);
    }

    private static Stream<Integer> pauses(List<Integer> clicks, int samples) {
        List<Integer> pauses = new ArrayList<>();
        int before = 0;
        for (int click : clicks) {
            pauses.add(click - before);
            before = click;
        }
        pauses.add(samples - before);
        return pauses.stream();
    }

    @Test
    void faint_speech_in_a_loud_room_is_no_pause() throws Exception {
        Random random = new Random(1);
        short[] sound = new short[60 * RATE];
        for (int i = 0; i < sound.length; i++) {
            // Syllables of a third of a second, as loud as the room.
            boolean syllable = i / (RATE / 6) % 2 == 0;
            double hum = syllable ? Math.sin(2 * Math.PI * 200 * i / RATE) * 1.9 : 0;
            sound[i] = (short) (500 * (hum + random.nextGaussian()));
        }
        Ears ears = new Ears(32_767);
        heard(ears, sound, random);
        assertThat(ears.samples()).isEqualTo(sound.length);
    }

    private static List<Word> heard(Ears ears, short[] sound, Random random) throws Exception {
        byte[] pcm = new byte[2 * sound.length];
        for (int i = 0; i < sound.length; i++) {
            pcm[2 * i] = (byte) sound[i];
            pcm[2 * i + 1] = (byte) (sound[i] >> 8);
        }
        try (PauseSkippingSession session = new PauseSkippingSession(ears)) {
            for (int from = 0; from < pcm.length; ) {
                int length = Math.min(pcm.length - from, 2 * (1 + random.nextInt(RATE)));
                session.accept(Arrays.copyOfRange(pcm, from, from + length + random.nextInt(10)), length);
                from += length;
            }
            return session.finish().words();
        }
    }
}
