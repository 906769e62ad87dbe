package io.earmark.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earmark.gateway.web.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SteadyStreamTest {

    private static final int SECONDS_WORTH = (int) SteadyStream.LEAST_BYTES_PER_SECOND;

    private long now = TimeUnit.DAYS.toNanos(100);
    private final SteadyStream stream =
            new SteadyStream(new ByteArrayInputStream(new byte[100 * SECONDS_WORTH]), () -> now);

    @Test
    void who_sends_fast_enough_may_take_long() throws IOException {
        for (int second = 0; second < 90; second++) {
            assertThat(stream.readNBytes(SECONDS_WORTH + 10)).hasSize(SECONDS_WORTH + 10);
            now += TimeUnit.SECONDS.toNanos(1);
        }
    }

    @Test
    void a_pause_is_forgiven_to_one_who_was_fast_before() throws IOException {
        stream.readNBytes(80 * SECONDS_WORTH);
        now += TimeUnit.SECONDS.toNanos(60);
        assertThat(stream.read()).isZero();
    }

    @Test
    void who_trickles_is_cut_off_after_a_while() throws IOException {
        stream.readNBytes(1_000);
        now += TimeUnit.SECONDS.toNanos(SteadyStream.GRACE_SECONDS);
        assertThat(stream.read()).as("not yet").isZero();
        now += TimeUnit.SECONDS.toNanos(1);
        assertThatThrownBy(stream::read)
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.getMessage()).contains("1002 bytes came in 31 s"));
    }
}
