package io.earmark.stt.voice;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.call.Word;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Prints made by numbers, without any sound: what the prints alone settle. */
class PrintClustersTest {

    private static final int SIZE = 24;

    private final List<Word> words = new ArrayList<>();
    private final List<VoicePrint> prints = new ArrayList<>();
    private final Random random = new Random(4);

    @Test
    void results_go_to_the_voice_that_their_print_is_nearest_to() throws Exception {
        for (int turn = 0; turn < 12; turn++) {
            says(turn % 2, 200);
        }
        assertThat(speakers(0)).containsExactly(0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
        assertThat(speakers(2)).isEqualTo(speakers(0));
    }

    @Test
    void one_voice_stays_one_and_a_third_is_found() throws Exception {
        for (int turn = 0; turn < 6; turn++) {
            says(0, 200);
        }
        assertThat(speakers(0)).containsOnly(0);
        says(1, 200);
        says(2, 400);
        says(1, 200);
        assertThat(speakers(0)).endsWith(0, 1, 2, 1);
    }

    @Test
    void a_result_of_few_frames_founds_no_voice_and_is_given_to_the_nearest() throws Exception {
        for (int turn = 0; turn < 4; turn++) {
            says(turn % 2, 200);
        }
        says(1, 60);
        says(0, 60);
        assertThat(speakers(0)).containsExactly(0, 1, 0, 1, 1, 0);
    }

    @Test
    void as_many_voices_are_left_as_were_told() throws Exception {
        for (int turn = 0; turn < 9; turn++) {
            says(turn % 3, 200);
        }
        assertThat(speakers(0)).containsExactly(0, 1, 2, 0, 1, 2, 0, 1, 2);
        assertThat(speakers(2).stream().distinct()).hasSize(2);
        assertThat(speakers(1)).containsOnly(0);
    }

    @Test
    void vectors_of_another_length_or_without_one_are_no_hindrance() throws Exception {
        says(0, 200);
        says(1, 200);
        prints.set(1, new VoicePrint(prints.get(1).start(), prints.get(1).end(), 200, new float[] {1}));
        assertThat(speakers(0)).hasSize(2);
        prints.clear();
        assertThat(speakers(0)).hasSize(2);
    }

    private List<Integer> speakers(int told) throws Exception {
        VoiceFeatures voices = new VoiceFeatures(Path.of("none is needed"));
        voices.print(prints);
        return new PrintClusters().speakers(words, voices, told, fraction -> {});
    }

    /** A result of one word, whose print is the voice's own direction and some noise. */
    private void says(int voice, int frames) {
        double start = words.size() * 5.0;
        words.add(new Word("word", start, start + frames / 100.0, 1));
        float[] vector = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            vector[i] = (float) ((i % 3 == voice ? 1 : 0) + 0.2 * random.nextGaussian());
        }
        prints.add(new VoicePrint(start, start + frames / 100.0, frames, vector));
    }
}
