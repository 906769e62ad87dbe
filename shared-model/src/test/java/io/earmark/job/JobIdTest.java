package io.earmark.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JobIdTest {

    private static final int VARIANT = 2;

    @Test
    void an_id_begins_with_the_millisecond_in_which_it_was_made() {
        Instant time = Instant.parse("2026-03-01T09:00:00.123Z");
        UUID id = JobId.of(time).value();
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(VARIANT);
        assertThat(Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16)).isEqualTo(time);
    }

    @Test
    void ids_of_one_millisecond_differ() {
        Set<JobId> ids = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            ids.add(JobId.of(Instant.EPOCH));
        }
        assertThat(ids).hasSize(10_000);
    }

    @Test
    void what_is_written_is_read_again() {
        JobId id = JobId.of(Instant.EPOCH);
        assertThat(JobId.parse(id.toString())).isEqualTo(id);
    }
}
