package io.earmark.moment.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class MiniLmTest {

    private static final MiniLm ENCODER = new MiniLm();

    @AfterAll
    static void close() {
        ENCODER.close();
    }

    private static double similarity(String one, String other) {
        List<float[]> vectors = ENCODER.encode(List.of(one, other));
        return SentenceEncoder.similarity(vectors.get(0), vectors.get(1));
    }

    @Test
    void vectors_have_length_one() {
        for (float[] vector : ENCODER.encode(List.of("yes", "it costs more than we wanted to spend"))) {
            assertThat(vector).hasSize(384);
            assertThat(SentenceEncoder.similarity(vector, vector)).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void what_means_alike_is_close_though_no_word_is_shared() {
        double alike = similarity("the fee is far above our means", "it costs more than we can pay");
        double other = similarity("the fee is far above our means", "my daughter plays soccer on saturdays");
        assertThat(alike).isGreaterThan(0.4);
        assertThat(other).isLessThan(0.2);
    }

    @Test
    void each_sentence_gets_its_own_vector_whatever_their_order_and_lengths() {
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            sentences.add("the customer said it " + "again and ".repeat(i % 7) + "number " + i);
        }
        List<float[]> together = ENCODER.encode(sentences);
        assertThat(together).hasSize(50);
        for (int i = 0; i < sentences.size(); i += 7) {
            float[] alone = ENCODER.encode(List.of(sentences.get(i))).get(0);
            // Weights of 8 bits make a vector depend on its batch a little.
            assertThat(SentenceEncoder.similarity(alone, together.get(i))).isGreaterThan(0.97);
        }
    }

    @Test
    void nothing_gives_nothing() {
        assertThat(ENCODER.encode(List.of())).isEmpty();
    }

    @Test
    void several_threads_get_what_one_gets() throws Exception {
        List<String> sentences = List.of("we already use another tool", "can you call me back on tuesday");
        List<float[]> alone = ENCODER.encode(sentences);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<List<float[]>>> running = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                running.add(threads.submit(() -> ENCODER.encode(sentences)));
            }
            for (Future<List<float[]>> one : running) {
                assertThat(SentenceEncoder.similarity(one.get().get(1), alone.get(1)))
                        .isCloseTo(1, within(1e-4));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_closed_one_loads_its_model_afresh() {
        try (MiniLm encoder = new MiniLm()) {
            encoder.encode(List.of("once"));
            encoder.close();
            assertThat(encoder.encode(List.of("twice"))).hasSize(1);
        }
    }

    @Test
    void the_unpacked_library_is_gone_as_soon_as_it_is_loaded() throws Exception {
        ENCODER.encode(List.of("load it"));
        List<String> mapped = Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> line.contains("onnxruntime-java"))
                .toList();
        assertThat(mapped).isNotEmpty().allMatch(line -> line.endsWith("(deleted)"));
    }
}
