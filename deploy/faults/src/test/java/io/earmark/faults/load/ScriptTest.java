package io.earmark.faults.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptTest {

    private static final List<Script.Known> KNOWN = List.of(new Script.Known("call", "m1", 3));

    private static List<Submission> write(long seed) throws IOException {
        return new Script(seed, Sentences.all(), KNOWN).write(40, Duration.ofMinutes(1));
    }

    @Test
    void the_same_seed_asks_for_the_same_things_at_the_same_times() throws Exception {
        assertThat(written(5)).isEqualTo(written(5)).isNotEqualTo(written(6));
    }

    private static List<String> written(long seed) throws IOException {
        return write(seed).stream().map(ScriptTest::text).toList();
    }

    private static String text(Submission submission) {
        String ask = submission.ask() instanceof Submission.Transcribe transcribe
                ? "TRANSCRIBE " + Arrays.hashCode(transcribe.recording().wav())
                : submission.ask().toString();
        return submission.number() + " " + submission.at() + " " + submission.key() + " " + ask;
    }

    @Test
    void so_many_are_written_as_can_be_accepted() throws Exception {
        assertThat(write(5).stream().filter(one -> !(one.ask() instanceof Submission.Wrong)))
                .hasSize(40);
    }

    @Test
    void the_sentences_of_the_samples_are_known_by_their_words() throws Exception {
        assertThat(Sentences.all()).hasSizeGreaterThan(15).allSatisfy(sentence -> {
            double seconds = sentence.pcm().length / 2.0 / Sentences.RATE;
            assertThat(seconds / sentence.words().size()).as(sentence.text()).isBetween(0.15, 0.9);
        });
    }

    @Test
    void a_transcript_of_another_call_is_told_apart() throws Exception {
        List<Sentence> all = Sentences.all();
        for (Sentence one : all) {
            for (Sentence other : all) {
                if (!one.text().equals(other.text())) {
                    assertThat(Words.errorRate(one.words(), other.words()))
                            .as("'%s' and '%s'", one.text(), other.text())
                            .isGreaterThan(Contents.MOST_WORD_ERRORS);
                }
            }
        }
    }
}
