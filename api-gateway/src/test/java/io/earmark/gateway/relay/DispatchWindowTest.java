package io.earmark.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.store.Outbox;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class DispatchWindowTest {

    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);
    private static final Duration LOOK = Duration.ofMillis(25);

    private final DispatchWindow window = new DispatchWindow(4, HALF_A_SECOND);

    @Test
    void with_jobs_of_minutes_a_handful_is_with_the_broker() {
        simulate(0.1, Duration.ofMinutes(2));
        assertThat(window.size()).isEqualTo(4);
    }

    @Test
    void
            with_jobs_of_nothing_more_is_with_the_broker_than_is_claimed_between_two_looks_and_less_than_in_half_a_second() {
        int most = simulate(2_000, Duration.ofSeconds(10));
        assertThat(window.size()).isBetween(50, 1_000);
        assertThat(most).isBetween(50, 1_000);
    }

    @Test
    void once_jobs_become_slow_nothing_is_added_to_what_was_sent_before() {
        int before = simulate(2_000, Duration.ofSeconds(10));
        int most = simulate(2, Duration.ofMinutes(5));
        assertThat(most).as("the first look still goes by the old rate").isLessThanOrEqualTo(2 * before);
        assertThat(window.size()).isEqualTo(4);
    }

    @Test
    void it_grows_within_a_quarter_of_a_second() {
        assertThat(simulate(2_000, Duration.ofMillis(250))).isGreaterThan(100);
    }

    @Test
    void a_message_names_one_job_where_they_are_long_and_several_where_they_are_short() {
        simulate(0.1, Duration.ofMinutes(2));
        assertThat(window.together()).isEqualTo(1);
        simulate(2_000, Duration.ofSeconds(10));
        assertThat(window.together()).isBetween(3, 101);
        simulate(2, Duration.ofMinutes(5));
        assertThat(window.together()).isEqualTo(1);
    }

    @Test
    void nothing_due_changes_nothing() {
        assertThat(window.room(new Outbox.Load(0, Duration.ZERO, false))).isEqualTo(4);
        assertThat(window.room(new Outbox.Load(0, Duration.ZERO, false))).isEqualTo(4);
    }

    @Test
    void a_window_that_was_not_filled_does_not_grow_when_it_is_empty() {
        window.room(new Outbox.Load(0, Duration.ZERO, true));
        window.sent(3);
        assertThat(window.room(new Outbox.Load(0, Duration.ZERO, true))).isEqualTo(4);
    }

    @Test
    void a_full_window_has_no_room() {
        assertThat(window.room(new Outbox.Load(4, LOOK, true))).isZero();
        assertThat(window.room(new Outbox.Load(9, LOOK, true))).isZero();
    }

    /**
     * A broker from which so many messages a second are claimed, in order, looked at every 25 ms; there is always more.
     *
     * @return the most messages that were with it
     */
    private int simulate(double claimsPerSecond, Duration length) {
        Deque<Integer> sentAt = new ArrayDeque<>();
        double claims = 0;
        int most = 0;
        for (int now = 0; now < length.toMillis(); now += (int) LOOK.toMillis()) {
            claims += claimsPerSecond * LOOK.toMillis() / 1_000;
            for (; claims >= 1 && !sentAt.isEmpty(); claims--) {
                sentAt.remove();
            }
            claims = Math.min(claims, 1);
            Duration oldest = sentAt.isEmpty() ? Duration.ZERO : Duration.ofMillis(now - sentAt.element());
            int room = window.room(new Outbox.Load(sentAt.size(), oldest, true));
            for (int i = 0; i < room; i++) {
                sentAt.add(now);
            }
            window.sent(room);
            most = Math.max(most, sentAt.size());
        }
        return most;
    }
}
