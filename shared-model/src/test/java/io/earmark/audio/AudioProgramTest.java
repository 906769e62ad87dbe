package io.earmark.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AudioProgramTest {

    private static final Bounds ROOMY = Bounds.ofMemoryAndCpu(1L << 30, Duration.ofSeconds(60));

    @TempDir
    Path directory = Path.of("");

    @Test
    void a_program_that_does_not_run_is_refused_with_what_to_do() {
        assertThatThrownBy(() -> AudioProgram.ffmpeg("/no/such/ffmpeg", "earmark.stt.ffmpeg"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("earmark.stt.ffmpeg names /no/such/ffmpeg")
                .hasMessageContaining("apt-get install ffmpeg");
    }

    @Test
    void the_program_gets_its_arguments_as_they_are() throws Exception {
        assertThat(run(ROOMY, "printf", "%s|", "two words", "$HOME", "'")).isZero();
        assertThat(directory.resolve("output")).hasContent("two words|$HOME|'|");
    }

    @Test
    void a_program_that_never_ends_is_ended_when_its_processor_time_is_used_up() throws Exception {
        Bounds second = Bounds.ofMemoryAndCpu(1L << 30, Duration.ofSeconds(1));
        assertThat(run(second, "sh", "-c", "while :; do :; done")).isGreaterThan(128);
    }

    @Test
    void a_program_gets_no_more_memory_than_its_share() throws Exception {
        String[] command = {"dd", "if=/dev/zero", "of=/dev/null", "bs=300M", "count=1"};
        assertThat(run(ROOMY, command)).isZero();
        assertThat(run(Bounds.ofMemoryAndCpu(200L << 20, Duration.ofSeconds(60)), command))
                .isNotZero();
    }

    @Test
    void a_program_cannot_fill_the_disk() throws Exception {
        Bounds small = new Bounds(1L << 30, Duration.ofSeconds(60), 1 << 20);
        Path file = directory.resolve("large");
        assertThat(run(small, "dd", "if=/dev/zero", "of=" + file, "bs=1M", "count=3"))
                .isNotZero();
        assertThat(Files.size(file)).isLessThanOrEqualTo(1 << 20);
    }

    private int run(Bounds bounds, String... program) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(bounds.shell());
        command.addAll(List.of(program));
        return new ProcessBuilder(command)
                .redirectOutput(directory.resolve("output").toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
