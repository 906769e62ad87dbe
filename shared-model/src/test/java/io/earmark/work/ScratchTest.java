package io.earmark.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {

    @TempDir
    Path root = Path.of("");

    @Test
    void what_a_killed_worker_left_is_removed_and_what_a_living_one_uses_is_not() throws IOException {
        Path left = Files.createDirectories(root.resolve("worker-1/job-1"));
        Files.writeString(left.resolve("pcm"), "samples");
        Files.createFile(root.resolve("worker-1.lock"));
        Path foreign = Files.writeString(root.resolve("not-ours.txt"), "keep me");

        try (Scratch living = Scratch.open(root)) {
            Path used = living.newDirectory();
            assertThat(root.resolve("worker-1")).doesNotExist();
            assertThat(root.resolve("worker-1.lock")).doesNotExist();

            Scratch.open(root).close();
            assertThat(used).isEmptyDirectory();
        }
        assertThat(root).isDirectoryContaining(path -> path.equals(foreign));
        try (var all = Files.list(root)) {
            assertThat(all).containsExactly(foreign);
        }
    }

    @Test
    void a_root_that_cannot_be_written_stops_the_start_and_says_what_to_set() throws IOException {
        Path file = Files.createFile(root.resolve("file"));
        assertThatThrownBy(() -> Scratch.open(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("earmark.work.scratch");
    }
}
