package io.earmark.stt.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Twenty minutes of two voices: more stretches than are joined at a time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VoiceClustersTest {

    private static final int TURNS = 420;

    @SuppressWarnings("NullAway.Init")
    private Conversation conversation;

    @BeforeAll
    void talk(@TempDir Path directory) {
        conversation = new Conversation(directory.resolve("voices"));
        conversation.goesOn(TURNS);
        assertThat(TURNS).isGreaterThan(VoicePool.BATCH);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void each_word_goes_to_who_says_it(int told) throws Exception {
        assertThat(speakers(told, fraction -> {})).isEqualTo(conversation.speakers);
    }

    @Test
    void progress_goes_on_in_small_steps_and_never_back() throws Exception {
        List<Double> told = new ArrayList<>();
        speakers(0, told::add);
        assertThat(told).isSorted().first().satisfies(first -> assertThat(first).isBetween(0.0, 0.01));
        assertThat(told).last().satisfies(last -> assertThat(last).isBetween(0.99, 1.0));
        for (int i = 1; i < told.size(); i++) {
            assertThat(told.get(i) - told.get(i - 1))
                    .as("after %s", told.get(i - 1))
                    .isLessThan(0.1);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.3, 0.7, 0.95})
    void who_is_told_to_stop_stops_at_once(double cancelled) {
        List<Double> told = new ArrayList<>();
        assertThatThrownBy(() -> speakers(0, fraction -> {
                    told.add(fraction);
                    if (fraction >= cancelled) {
                        throw new InterruptedException("enough");
                    }
                }))
                .isInstanceOf(InterruptedException.class)
                .hasMessage("enough");
        assertThat(told).filteredOn(fraction -> fraction >= cancelled).hasSize(1);
    }

    private List<Integer> speakers(int told, Progress progress) throws Exception {
        return new VoiceClusters().speakers(conversation.words, conversation.features, told, progress);
    }
}
