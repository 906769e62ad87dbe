package io.earmark.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void percentiles_are_samples_by_their_rank() {
        List<Double> hundred =
                IntStream.rangeClosed(1, 100).mapToObj(i -> (double) (101 - i)).toList();
        assertThat(Statistics.median(hundred)).isEqualTo(50);
        assertThat(Statistics.percentile(hundred, 0.99)).isEqualTo(99);
        assertThat(Statistics.percentile(hundred, 1)).isEqualTo(100);
        assertThat(Statistics.percentile(List.of(7.0), 0.01)).isEqualTo(7);
    }

    @Test
    void of_nothing_there_is_none() {
        assertThatThrownBy(() -> Statistics.median(List.of())).isInstanceOf(IllegalStateException.class);
    }
}
