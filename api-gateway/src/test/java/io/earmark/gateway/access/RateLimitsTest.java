package io.earmark.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.earmark.gateway.web.Problem;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;

class RateLimitsTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Caller key = caller();
    private final RateLimits limits = limits(60);

    private RateLimits limits(int requests) {
        return new RateLimits(new RateSettings(requests, Duration.ofMinutes(1), null), new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return nanos.get();
            }

            @Override
            public boolean isWallClockBased() {
                return false;
            }
        });
    }

    private static Caller caller() {
        return new Caller(UUID.randomUUID(), "tenant", "key", Scope.ALL, null);
    }

    @Test
    void so_many_go_through_and_then_one_for_each_second() {
        for (int i = 0; i < 60; i++) {
            limits.admit(key, new MockHttpServletResponse());
        }
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> limits.admit(key, new MockHttpServletResponse()))
                .satisfies(refused -> assertThat(refused.retryAfter()).hasValue(Duration.ofSeconds(1)));
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        limits.admit(key, new MockHttpServletResponse());
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> limits.admit(key, new MockHttpServletResponse()));
    }

    @Test
    void every_answer_tells_what_is_left_and_when_all_of_it_is_back() {
        MockHttpServletResponse first = new MockHttpServletResponse();
        limits.admit(key, first);
        assertThat(first.getHeader("RateLimit-Policy")).isEqualTo("\"requests\";q=60;w=60");
        assertThat(first.getHeader("RateLimit")).isEqualTo("\"requests\";r=59;t=1");
        MockHttpServletResponse tenth = new MockHttpServletResponse();
        for (int i = 0; i < 9; i++) {
            tenth = new MockHttpServletResponse();
            limits.admit(key, tenth);
        }
        assertThat(tenth.getHeader("RateLimit")).isEqualTo("\"requests\";r=50;t=10");
    }

    @Test
    void a_key_does_not_use_up_anothers() {
        for (int i = 0; i < 60; i++) {
            limits.admit(key, new MockHttpServletResponse());
        }
        MockHttpServletResponse other = new MockHttpServletResponse();
        limits.admit(caller(), other);
        assertThat(other.getHeader("RateLimit")).startsWith("\"requests\";r=59");
    }

    @Test
    void without_a_limit_nothing_is_told() {
        MockHttpServletResponse response = new MockHttpServletResponse();
        limits(0).admit(key, response);
        assertThat(response.getHeaderNames()).isEmpty();
    }
}
