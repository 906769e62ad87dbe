package io.earmark.tts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sound.sampled.AudioInputStream;
import marytts.MaryInterface;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real engine, and a real one that is made to hang. */
@Timeout(240)
class MarySynthesizerTest {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String SENTENCE = "Our budget is around twenty thousand dollars.";

    @Test
    void many_callers_get_what_they_would_get_alone() throws Exception {
        List<String> sentences = List.of(SENTENCE, "Please send me the contract by Friday.", "Goodbye.");
        try (MarySynthesizer mary = MarySynthesizer.start(LONG)) {
            List<byte[]> alone = new ArrayList<>();
            for (String sentence : sentences) {
                alone.add(spoken(mary, sentence));
            }
            ExecutorService callers = Executors.newFixedThreadPool(4);
            try {
                List<Future<byte[]>> together = new ArrayList<>();
                for (int i = 0; i < 12; i++) {
                    String sentence = sentences.get(i % sentences.size());
                    together.add(callers.submit(() -> spoken(mary, sentence)));
                }
                for (int i = 0; i < together.size(); i++) {
                    assertThat(together.get(i).get())
                            .as(sentences.get(i % sentences.size()))
                            .isEqualTo(alone.get(i % sentences.size()));
                }
            } finally {
                callers.shutdownNow();
            }
        }
    }

    @Test
    void no_thread_is_left_waiting_for_its_reader() throws Exception {
        try (MarySynthesizer mary = MarySynthesizer.start(LONG)) {
            spoken(mary, SENTENCE);
            int before = Thread.activeCount();
            for (int i = 0; i < 10; i++) {
                spoken(mary, SENTENCE);
            }
            assertThat(Thread.activeCount()).isLessThanOrEqualTo(before + 1);
        }
    }

    @Test
    void an_engine_that_hangs_is_given_up_for_a_new_one() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        MaryInterface hung = with(MarySynthesizer.mary(), () -> {
            try {
                new CountDownLatch(1).await();
                throw new AssertionError("nobody counts it down");
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        });
        Deque<MaryInterface> maries = new ArrayDeque<>(List.of(hung, MarySynthesizer.mary()));
        // Short for the hung one, yet enough for a real one's sentence.
        try (MarySynthesizer mary = new MarySynthesizer(maries::pop, Duration.ofSeconds(20))) {
            assertThatThrownBy(() -> mary.speak(SENTENCE, "slt", 0))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("longer than 20 s");
            assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(spoken(mary, SENTENCE)).hasSizeGreaterThan(50_000);
        }
        assertThat(maries).isEmpty();
    }

    @Test
    void who_waits_for_a_turn_can_be_told_to_stop() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        MaryInterface slow = with(MarySynthesizer.mary(), () -> {
            begun.countDown();
            new CountDownLatch(1).await();
            throw new AssertionError("nobody counts it down");
        });
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try (MarySynthesizer mary = new MarySynthesizer(() -> slow, LONG)) {
            callers.submit(() -> mary.speak(SENTENCE, "slt", 0));
            begun.await();
            Callable<AudioInputStream> second = () -> {
                Thread.currentThread().interrupt();
                return mary.speak(SENTENCE, "slt", 0);
            };
            assertThatThrownBy(() -> callers.submit(second).get()).hasCauseInstanceOf(InterruptedException.class);
            callers.shutdownNow();
            assertThat(callers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void what_the_engine_chokes_on_fails_the_sentence_and_not_the_engine() throws Exception {
        Deque<Callable<Object>> faults = new ArrayDeque<>(Collections.singleton(() -> {
            throw new StackOverflowError();
        }));
        MaryInterface real = MarySynthesizer.mary();
        MaryInterface sometimes = with(
                real,
                () -> faults.isEmpty()
                        ? real.generateAudio(SENTENCE)
                        : faults.pop().call());
        try (MarySynthesizer mary = new MarySynthesizer(() -> sometimes, LONG)) {
            assertThatThrownBy(() -> mary.speak(SENTENCE, "slt", 0)).isInstanceOf(IOException.class);
            assertThat(spoken(mary, SENTENCE)).isNotEmpty();
        }
    }

    @Test
    void a_higher_pitch_changes_the_sound_and_not_the_words() throws Exception {
        try (MarySynthesizer mary = MarySynthesizer.start(LONG)) {
            byte[] normal = spoken(mary, SENTENCE);
            byte[] high = mary.speak(SENTENCE, "slt", 6).readAllBytes();
            assertThat(high).isNotEqualTo(normal);
            assertThat(high.length).isBetween((int) (normal.length * 0.9), (int) (normal.length * 1.1));
        }
    }

    private static byte[] spoken(MarySynthesizer mary, String sentence) throws Exception {
        return mary.speak(sentence, "slt", 0).readAllBytes();
    }

    /** The engine, but for {@code generateAudio}. */
    private static MaryInterface with(MaryInterface real, Callable<Object> generateAudio) {
        return (MaryInterface) Proxy.newProxyInstance(
                MarySynthesizerTest.class.getClassLoader(),
                new Class<?>[] {MaryInterface.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("generateAudio")) {
                        return generateAudio.call();
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
