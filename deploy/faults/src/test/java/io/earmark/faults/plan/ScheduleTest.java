package io.earmark.faults.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.blob.BlobStore;
import io.earmark.store.Jobs;
import io.earmark.store.Outbox;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ScheduleTest {

    private static final Duration THREE_MINUTES = Duration.ofMinutes(3);
    private static final Map<String, Class<?>> STEPS =
            Map.of("jobs", Jobs.class, "outbox", Outbox.class, "blob", BlobStore.class);

    @Test
    void the_same_seed_gives_the_same_schedule() {
        assertThat(Schedule.of(7, THREE_MINUTES)).isEqualTo(Schedule.of(7, THREE_MINUTES));
    }

    @Test
    void another_seed_gives_another_one() {
        assertThat(Schedule.of(7, THREE_MINUTES)).isNotEqualTo(Schedule.of(8, THREE_MINUTES));
    }

    @Test
    void a_longer_run_begins_as_the_shorter_one_does() {
        List<Fault> shorter = Schedule.of(7, THREE_MINUTES);
        assertThat(Schedule.of(7, Duration.ofMinutes(10)).subList(0, shorter.size()))
                .isEqualTo(shorter);
    }

    @Test
    void every_kind_comes_up_within_three_minutes() {
        assertThat(Schedule.of(1, THREE_MINUTES)).extracting(Fault::kind).contains(FaultKind.values());
    }

    @Test
    void a_server_has_time_to_come_back() {
        List<Fault> servers = Schedule.of(3, Duration.ofMinutes(30)).stream()
                .filter(fault -> fault.kind().isOfServer())
                .toList();
        for (int i = 1; i < servers.size(); i++) {
            assertThat(servers.get(i).at().minus(servers.get(i - 1).at()))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(18));
        }
    }

    @Test
    void every_failpoint_is_armed_with_every_action_in_half_an_hour() {
        assertThat(Schedule.of(1, Duration.ofMinutes(30)).stream()
                        .filter(fault -> fault.kind() == FaultKind.FAILPOINT)
                        .map(fault -> new Points.Armed(fault.target(), Objects.requireNonNull(fault.action()))))
                .containsAll(Points.all());
    }

    /** A step that is renamed in the engine would leave its failpoint never to be met again. */
    @ParameterizedTest
    @FieldSource("io.earmark.faults.plan.Points#NAMES")
    void each_failpoint_is_a_step_that_the_engine_takes(String name) {
        String[] part = name.replaceFirst("@.*", "").split("\\.");
        Class<?> owner = STEPS.get(part[0]);
        if (owner != null) {
            assertThat(owner.getMethods()).extracting(Method::getName).contains(part[1]);
        } else if (part[0].equals("commit")) {
            assertThat(STEPS.values().stream().flatMap(type -> Arrays.stream(type.getMethods())))
                    .extracting(Method::getName)
                    .contains(part[1]);
        } else {
            assertThat(part[0]).isIn("publish", "confirm", "handler", "ack");
        }
    }
}
