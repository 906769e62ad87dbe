package io.earmark.stt.voice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class JoiningTest {

    private record Pile(double sum, int size) {

        Pile joined(Pile other) {
            return new Pile(sum + other.sum, size + other.size);
        }

        double distance(Pile other) {
            return Math.abs(sum / size - other.sum / other.size) * Math.min(size, other.size);
        }
    }

    /** Beside it, the same by looking at all pairs anew each time. */
    @RepeatedTest(20)
    void the_cheapest_pair_is_joined_each_time(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<Pile> left = new ArrayList<>();
        for (int i = 0; i < 2 + random.nextInt(40); i++) {
            left.add(new Pile(random.nextDouble(), 1));
        }
        Joining<Pile> joining = new Joining<>(left, Pile::joined, Pile::distance);
        while (left.size() > 1) {
            assertThat(joining.left()).isEqualTo(left);
            List<Pile> nearest = left.stream()
                    .flatMap(one -> left.stream()
                            .filter(other -> left.indexOf(other) > left.indexOf(one))
                            .map(other -> List.of(one, other)))
                    .min(Comparator.comparingDouble(pair -> pair.get(0).distance(pair.get(1))))
                    .orElseThrow();
            Joining.Pair cheapest = joining.cheapest();
            assertThat(cheapest.cost()).isEqualTo(nearest.get(0).distance(nearest.get(1)));
            assertThat(joining.joined(cheapest)).isEqualTo(nearest.get(0).joined(nearest.get(1)));
            joining.join(cheapest);
            left.set(left.indexOf(nearest.get(0)), nearest.get(0).joined(nearest.get(1)));
            left.remove(nearest.get(1));
        }
        assertThat(joining.size()).isEqualTo(1);
    }
}
