package io.earmark.moment.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The numbers are those of the published vocabulary of bert-base-uncased. */
class WordPiecesTest {

    private static WordPieces pieces() throws IOException {
        try (InputStream json = Objects.requireNonNull(
                WordPiecesTest.class.getResourceAsStream("/all-minilm-l6-v2-q-tokenizer.json"))) {
            return WordPieces.read(json);
        }
    }

    @Test
    void words_become_the_vocabularys_numbers() throws Exception {
        assertThat(pieces().of("Hello world")).containsExactly(101, 7592, 2088, 102);
        assertThat(pieces().of("don’t")).containsExactly(101, 2123, 1005, 1056, 102);
        assertThat(pieces().of("Café")).containsExactly(101, 7668, 102);
    }

    @Test
    void an_unknown_word_is_cut_into_known_pieces() throws Exception {
        assertThat(pieces().of("embeddings")).containsExactly(101, 7861, 8270, 4667, 2015, 102);
    }

    @Test
    void a_long_text_is_cut_off_and_still_ends_well() throws Exception {
        long[] found = pieces().of("word ".repeat(5000));
        assertThat(found).hasSize(128).startsWith(101).endsWith(102);
    }

    @Test
    void a_word_that_no_pieces_make_is_unknown() throws Exception {
        assertThat(pieces().of("hello \u2603\uFE0F \u0E01 world"))
                .contains(100)
                .startsWith(101, 7592)
                .endsWith(2088, 102);
        assertThat(pieces().of("a".repeat(101))).containsExactly(101, 100, 102);
    }

    @Test
    void an_empty_text_is_a_beginning_and_an_end() throws Exception {
        assertThat(pieces().of("")).containsExactly(101, 102);
    }

    @Test
    void a_file_without_a_vocabulary_is_refused() {
        assertThatThrownBy(() -> WordPieces.read(new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("vocabulary");
    }
}
