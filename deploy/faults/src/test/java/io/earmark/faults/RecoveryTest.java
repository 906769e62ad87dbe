package io.earmark.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.faults.check.Snapshot.JobRow;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static JobRow job(int from, int to) {
        return new JobRow(
                from + "-" + to,
                JobKind.SPEAK,
                JobState.SUCCEEDED,
                null,
                1,
                5,
                START.plusSeconds(from),
                START.plusSeconds(from),
                START.plusSeconds(to),
                null);
    }

    private static Recovery.Struck struck(int second) {
        return new Recovery.Struck(START.plusSeconds(second), "kill at " + second);
    }

    @Test
    void a_fault_is_over_when_every_job_that_was_open_has_ended() {
        Recovery longest = Recovery.longest(List.of(struck(5)), List.of(job(0, 8), job(4, 25), job(6, 90)));
        assertThat(longest).isEqualTo(new Recovery("kill at 5", Duration.ofSeconds(20)));
    }

    @Test
    void a_fault_that_nothing_was_open_for_cost_no_time() {
        assertThat(Recovery.longest(List.of(struck(50)), List.of(job(0, 8)))).isEqualTo(Recovery.NONE);
    }

    @Test
    void silence_is_when_something_is_open_and_nothing_ends() {
        assertThat(Recovery.silence(List.of(job(0, 2), job(1, 9), job(30, 33)))).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void where_nothing_is_open_there_is_no_silence() {
        assertThat(Recovery.silence(List.of(job(0, 2), job(100, 101)))).isEqualTo(Duration.ofSeconds(2));
    }
}
