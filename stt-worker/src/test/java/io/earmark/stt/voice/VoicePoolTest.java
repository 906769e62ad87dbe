package io.earmark.stt.voice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VoicePoolTest {

    private static final int FRAMES = 400;
    private static final Progress NOBODY = fraction -> {};

    private final Random random = new Random(3);

    /** Not even if each stretch is in a voice of its own, so that none would be joined. */
    @Test
    void however_many_stretches_come_it_holds_no_more_than_two_batches() throws Exception {
        VoicePool pool = new VoicePool(0);
        long frames = 0;
        for (int i = 0; i < 12 * VoicePool.BATCH; i++) {
            pool.add(sound(20 * random.nextGaussian(), 20 * random.nextGaussian()), NOBODY);
            frames += FRAMES;
            assertThat(pool.held()).isLessThan(2 * VoicePool.BATCH);
        }
        List<Gaussian> voices = pool.voices(NOBODY);
        assertThat(voices).hasSizeGreaterThan(2);
        assertThat(voices.stream().mapToLong(Gaussian::count).sum()).isEqualTo(frames);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, VoicePool.BATCH, VoicePool.BATCH + 1, 3 * VoicePool.BATCH + 7})
    void two_voices_are_two_however_often_they_speak(int turns) throws Exception {
        for (int told : new int[] {0, 2}) {
            VoicePool pool = new VoicePool(told);
            for (int turn = 0; turn < turns; turn++) {
                pool.add(sound(turn % 2 == 0 ? -5 : 5, 0), NOBODY);
            }
            assertThat(pool.voices(NOBODY))
                    .hasSize(2)
                    .extracting(Gaussian::count)
                    .contains(turns / 2 * FRAMES);
        }
    }

    private Gaussian sound(double first, double second) {
        Gaussian sound = new Gaussian(VoiceFeatures.SIZE);
        for (int frame = 0; frame < FRAMES; frame++) {
            double[] vector = random.doubles(VoiceFeatures.SIZE, -2, 2).toArray();
            vector[0] += first;
            vector[1] += second;
            sound.add(vector);
        }
        return sound;
    }
}
