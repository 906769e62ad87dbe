package io.earmark.faults.inside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailpointsTest {

    private final Home home;
    private final Failpoints first;
    private final Failpoints second;

    FailpointsTest(@TempDir Path directory) throws IOException {
        home = new Home(directory).create();
        first = new Failpoints(home, "speech-1", new Trace(home, "speech-1", Clock.systemUTC()));
        second = new Failpoints(home, "speech-2", new Trace(home, "speech-2", Clock.systemUTC()));
    }

    @BeforeEach
    void nothing_is_armed() throws IOException {
        assertThat(home.fired("step")).isZero();
    }

    @Test
    void what_is_not_armed_lets_everybody_pass() {
        assertThatCode(() -> first.at("step", IOException::new)).doesNotThrowAnyException();
    }

    @Test
    void who_comes_first_takes_it_and_who_comes_next_passes() throws IOException {
        home.arm("step", Action.THROW);
        assertThatThrownBy(() -> first.at("step", IOException::new))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("step");
        assertThatCode(() -> second.at("step", IOException::new)).doesNotThrowAnyException();
        assertThat(home.fired("step")).isOne();
    }

    @Test
    void another_group_passes() throws IOException {
        home.arm("step@gateway", Action.THROW);
        assertThatCode(() -> first.at("step", IOException::new)).doesNotThrowAnyException();
    }

    @Test
    void another_process_of_the_group_passes() throws IOException {
        home.arm("step@speech-2", Action.THROW);
        assertThatCode(() -> first.at("step", IOException::new)).doesNotThrowAnyException();
        assertThatThrownBy(() -> second.at("step", IOException::new)).isInstanceOf(IOException.class);
    }

    @Test
    void what_was_disarmed_does_not_happen() throws IOException {
        home.arm("step@speech", Action.THROW);
        home.disarm();
        assertThatCode(() -> first.at("step", IOException::new)).doesNotThrowAnyException();
    }

    @Test
    void what_went_off_is_noted() throws Exception {
        home.arm("step", Action.delay(Duration.ofMillis(1)));
        first.at("step", IOException::new);
        try (var files = Files.list(home.trace())) {
            assertThat(files.filter(file -> file.toString().contains("speech-1"))
                            .findFirst()
                            .map(FailpointsTest::read))
                    .hasValueSatisfying(text -> assertThat(text).contains("\tfired\tstep\tDELAY 1"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
