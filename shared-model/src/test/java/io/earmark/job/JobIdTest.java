package io.earmark.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JobIdTest {

    private static final int VARIANT = 2;

    @Test
    void an_id_begins_with_the_millisecond_in_which_it_was_made() {
        long before = System.currentTimeMillis();
        UUID id = JobId.random().value();
        long after = System.currentTimeMillis();
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(VARIANT);
        assertThat(id.getMostSignificantBits() >>> 16).isBetween(before, after);
    }

    @Test
    void ids_of_one_millisecond_differ() {
        Set<JobId> ids = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            ids.add(JobId.random());
        }
        assertThat(ids).hasSize(10_000);
    }

    @Test
    void what_is_written_is_read_again() {
        JobId id = JobId.random();
        assertThat(JobId.parse(id.toString())).isEqualTo(id);
    }
}
