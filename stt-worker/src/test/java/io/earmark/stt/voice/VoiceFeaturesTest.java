package io.earmark.stt.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VoiceFeaturesTest {

    @TempDir
    Path directory = Path.of("");

    @Test
    void what_was_heard_is_read_again_in_any_order_and_sums_up_to_the_same() throws Exception {
        Conversation conversation = new Conversation(directory.resolve("voices"));
        conversation.goesOn(60);
        double seconds = conversation.words.get(conversation.words.size() - 1).end();
        Frames frames = conversation.features.frames();
        Gaussian whole = frames.between(0, seconds + 10);
        assertThat(whole.count()).isBetween((int) (seconds * 100) - 3, (int) (seconds * 100) + 51);

        Random random = new Random(2);
        for (int i = 0; i < 50; i++) {
            double first = random.nextDouble() * seconds;
            double second = first + random.nextDouble() * (seconds - first);
            Gaussian last = frames.between(second, seconds + 10);
            Gaussian sum = frames.between(-1, first).joined(last);
            frames.add(first, second, sum);
            assertThat(sum.count()).isEqualTo(whole.count());
            assertThat(sum.logDeterminant()).isCloseTo(whole.logDeterminant(), within(1e-9));
        }
    }

    @Test
    void a_recording_heard_anew_does_not_remember_the_first_time() throws Exception {
        Path file = directory.resolve("voices");
        new Conversation(file).goesOn(20);
        Conversation again = new Conversation(file);
        again.says(1, 5);
        again.features.close();
        assertThat(again.features.frames().between(0, 100).count()).isBetween(197, 200);
        assertThat(Files.size(file)).isBetween(197L * VoiceFeatures.SIZE, 200L * VoiceFeatures.SIZE);
    }

    @Test
    void that_they_could_not_be_kept_is_told_when_they_are_read() {
        Conversation conversation = new Conversation(directory.resolve("no").resolve("such directory"));
        conversation.goesOn(2);
        assertThatThrownBy(() -> conversation.features.frames())
                .isInstanceOf(IOException.class)
                .hasMessage("What the voices sound like could not be kept")
                .hasRootCauseMessage(
                        directory.resolve("no").resolve("such directory").toString());
    }
}
