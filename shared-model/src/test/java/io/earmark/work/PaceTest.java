package io.earmark.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final Pace pace = new Pace();

    @Test
    void it_begins_with_one_and_at_most_doubles() {
        assertThat(pace.size()).isEqualTo(1);
        for (int size = 1; size < Pace.MOST; size *= 2) {
            pace.took(pace.size(), Duration.ofMillis(1));
            assertThat(pace.size()).isEqualTo(size * 2);
        }
        pace.took(Pace.MOST, Duration.ofMillis(1));
        assertThat(pace.size()).isEqualTo(Pace.MOST);
    }

    @Test
    void as_many_go_together_as_take_a_tenth_of_a_second() {
        fastest();
        pace.took(Pace.MOST, Duration.ofMillis(Pace.MOST * 20));
        assertThat(pace.size()).isEqualTo(5);
    }

    @Test
    void long_ones_go_alone_at_once() {
        fastest();
        pace.took(Pace.MOST, Duration.ofMinutes(1));
        assertThat(pace.size()).isEqualTo(1);
        pace.took(1, Duration.ofSeconds(5));
        assertThat(pace.size()).isEqualTo(1);
    }

    @Test
    void a_short_rest_of_a_message_does_not_hurry_it() {
        fastest();
        pace.took(3, Duration.ofNanos(0));
        assertThat(pace.size()).isEqualTo(6);
    }

    private void fastest() {
        while (pace.size() < Pace.MOST) {
            pace.took(pace.size(), Duration.ofMillis(1));
        }
    }
}
