package io.earmark.gateway.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earmark.gateway.loop.WorkLoop.Rest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class WorkLoopTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicInteger looks = new AtomicInteger();
    private WorkLoop loop = loop(() -> Rest.NONE);

    @AfterEach
    void stop() {
        loop.stop(PATIENCE);
    }

    @Test
    void a_wake_ends_a_rest_that_may_be_ended() {
        start(() -> Rest.untilWoken(HOUR));
        awaitLooks(1);
        loop.wake();
        awaitLooks(2);
    }

    @Test
    void a_wake_during_a_look_is_not_lost() {
        start(() -> {
            if (looks.get() == 1) {
                loop.wake();
            }
            return Rest.untilWoken(HOUR);
        });
        awaitLooks(2);
    }

    @Test
    void a_rest_that_nobody_may_end_takes_its_time() {
        Duration rest = Duration.ofMillis(300);
        long begun = System.nanoTime();
        start(() -> {
            loop.wake();
            return Rest.of(rest);
        });
        awaitLooks(2);
        assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(rest.toNanos());
    }

    @Test
    void after_a_look_that_failed_comes_another() {
        start(() -> {
            if (looks.get() < 3) {
                throw new IllegalStateException("as if the database were away");
            }
            return Rest.untilWoken(HOUR);
        });
        awaitLooks(3);
    }

    @Test
    void it_can_be_stopped_in_the_middle_of_a_rest_and_started_again() {
        start(() -> Rest.of(HOUR));
        awaitLooks(1);
        loop.stop(PATIENCE);
        assertThat(loop.isRunning()).isFalse();
        loop.start();
        awaitLooks(2);
    }

    private void start(Supplier<Rest> look) {
        WorkLoop made = loop(look);
        loop = made;
        made.start();
    }

    private WorkLoop loop(Supplier<Rest> look) {
        return new WorkLoop(
                "looks",
                () -> {
                    looks.incrementAndGet();
                    return look.get();
                },
                Duration.ofMillis(1),
                LoggerFactory.getLogger(WorkLoopTest.class));
    }

    private void awaitLooks(int number) {
        await().atMost(PATIENCE).until(() -> looks.get() >= number);
    }
}
