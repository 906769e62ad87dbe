package io.earmark.stt.voice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VoiceChangesTest {

    @SuppressWarnings("NullAway.Init")
    private Conversation conversation;

    @BeforeEach
    void begin(@TempDir Path directory) {
        conversation = new Conversation(directory.resolve("voices"));
    }

    @Test
    void words_are_parted_at_pauses_and_where_the_voice_changes() throws Exception {
        conversation.says(0, 10);
        conversation.says(1, 10);
        conversation.pause(0.5);
        conversation.says(1, 10);
        assertThat(stretches()).extracting(Stretch::from).containsExactly(0, 10, 20);
        assertThat(stretches()).extracting(Stretch::to).containsExactly(10, 20, 30);
    }

    @Test
    void one_voice_without_a_pause_is_parted_once_a_minute() throws Exception {
        conversation.says(0, 400);
        assertThat(stretches())
                .hasSize(3)
                .allSatisfy(
                        stretch -> assertThat(stretch.end() - stretch.start()).isLessThan(61));
        assertThat(stretches().get(2).to()).isEqualTo(400);
    }

    @Test
    void without_words_there_is_nothing() throws Exception {
        assertThat(stretches()).isEmpty();
    }

    private List<Stretch> stretches() throws Exception {
        conversation.features.close();
        return VoiceChanges.parted(conversation.words, conversation.features.frames(), fraction -> {});
    }
}
