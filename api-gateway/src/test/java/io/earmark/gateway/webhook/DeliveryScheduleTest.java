package io.earmark.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.gateway.Receiver;
import io.earmark.job.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When it is tried again, and when no more. Time is the test's. */
class DeliveryScheduleTest extends WebhookFixture {

    private static final Duration STEP = Duration.ofMillis(1);

    @Test
    void a_failing_message_is_tried_ten_times_over_75_hours() {
        Receiver receiver = receiver().answers(500);
        Endpoint endpoint = endpoint(receiver.url());
        cancelled();
        Instant start = clock.instant();
        List<Duration> times = new ArrayList<>();
        while (times.isEmpty() || delivery(endpoint).state().equals("PENDING")) {
            deliverDue();
            times.add(Duration.between(start, clock.instant()));
            assertThat(receiver.messages()).hasSize(times.size());
            assertThat(dispatcher.round()).isZero();
            Duration wait = Duration.between(clock.instant(), delivery(endpoint).dueAt());
            if (delivery(endpoint).state().equals("PENDING")) {
                clock.advance(wait.minus(STEP));
                assertThat(dispatcher.round()).as("a moment too early").isZero();
                clock.advance(STEP);
            }
        }
        assertThat(times).hasSize(10);
        assertThat(times.get(1)).isEqualTo(Duration.ofSeconds(5));
        assertThat(times.get(9)).isEqualTo(Duration.parse("PT75H35M5S"));
        assertThat(delivery(endpoint).state()).isEqualTo("FAILED");
        assertThat(receiver.messages().stream().map(Receiver.Message::id).distinct())
                .hasSize(1);
        assertThat(history.attempts(delivery(endpoint).number())).hasSize(10);
    }

    @ParameterizedTest
    @CsvSource({"0, PT4S", "0.5, PT5S", "1, PT6S"})
    void waits_vary_by_a_fifth(double random, Duration wait) {
        assertThat(new RetrySchedule(settings.retries(), () -> random).after(1)).contains(wait);
    }

    @ParameterizedTest
    @CsvSource({"1, PT5S", "2, PT10S", "3, PT20S", "7, PT5M", "1000, PT5M"})
    void an_endpoint_that_does_not_answer_is_left_alone_for_longer_and_longer(int unanswered, Duration rest) {
        assertThat(new RetrySchedule(settings.retries(), () -> 0.5).breakAfter(unanswered))
                .isEqualTo(rest);
    }

    @ParameterizedTest
    @CsvSource({
        "120, PT2M",
        "' 0 ', PT0S",
        "999999999, PT24H",
        "'Mon, 02 Mar 2026 09:10:00 GMT', PT10M",
        "'Mon, 02 Mar 2026 08:00:00 GMT', PT0S"
    })
    void retry_after_is_understood_in_both_forms(String header, Duration wish) {
        assertThat(RetrySchedule.wish(header, Instant.parse("2026-03-02T09:00:00Z")))
                .contains(wish);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "1.5", "99999999999999999999"})
    void what_is_no_time_is_not_honoured(String header) {
        assertThat(RetrySchedule.wish(header, clock.instant())).isEmpty();
    }

    @Test
    void a_receiver_that_is_told_too_much_gets_the_time_that_it_asks_for() {
        Receiver receiver = receiver().answers(429, "Retry-After", "600");
        Endpoint endpoint = endpoint(receiver.url());
        cancelled();
        deliverDue();
        cancelled();
        clock.advance(Duration.ofSeconds(599));
        deliverDue();
        assertThat(receiver.messages()).as("the second message waits too").hasSize(1);
        receiver.answers(200);
        clock.advance(Duration.ofSeconds(1));
        deliverDue();
        assertThat(receiver.messages()).hasSize(3);
        assertThat(deliveries(endpoint)).extracting(DeliveryHistory.Row::state).containsOnly("DELIVERED");
        assertThat(now(endpoint).failingSince()).isNull();
    }

    @Test
    void one_that_is_gone_is_told_nothing_any_more() {
        Receiver receiver = receiver();
        Endpoint endpoint = endpoint(receiver.url());
        receiver.answers(500);
        cancelled();
        deliverDue();
        receiver.answers(410);
        cancelled();
        deliverDue();
        assertThat(now(endpoint).state()).isEqualTo(Endpoint.State.DISABLED);
        assertThat(now(endpoint).notice()).contains("410 Gone");
        assertThat(deliveries(endpoint)).extracting(DeliveryHistory.Row::state).containsOnly("FAILED");
        cancelled();
        assertThat(deliveries(endpoint)).hasSize(2);
        endpoints.enable(endpoint.id());
        receiver.answers(200);
        cancelled();
        deliverDue();
        assertThat(deliveries(endpoint).get(0).state()).isEqualTo("DELIVERED");
    }

    @Test
    void a_callback_that_was_gone_is_called_again_when_it_is_named_again() {
        String url = receiver().url();
        var first = endpoints.callback(TENANT, url);
        endpoints.disable(first, "gone");
        assertThat(endpoints.callback(TENANT, url)).isEqualTo(first);
        assertThat(endpoints.find(TENANT, first).orElseThrow().state()).isEqualTo(Endpoint.State.ENABLED);
    }

    @Test
    void after_days_of_nothing_but_failures_an_endpoint_is_paused_and_its_events_wait() {
        Receiver receiver = receiver().answers(500);
        Endpoint endpoint = endpoint(receiver.url());
        cancelled();
        deliverDue();
        clock.advance(settings.pauseAfter().minusSeconds(1));
        cancelled();
        deliverDue();
        assertThat(now(endpoint).state()).isEqualTo(Endpoint.State.ENABLED);
        clock.advance(Duration.ofHours(1));
        deliverDue();
        assertThat(now(endpoint).state()).isEqualTo(Endpoint.State.PAUSED);
        assertThat(now(endpoint).notice()).contains("120 hours", "The answer was 500", "enabled");

        cancelled();
        receiver.answers(200);
        int before = receiver.messages().size();
        clock.advance(Duration.ofHours(1));
        deliverDue();
        assertThat(receiver.messages()).hasSize(before);
        endpoints.enable(endpoint.id());
        clock.advance(Duration.ofHours(3));
        deliverDue();
        assertThat(deliveries(endpoint))
                .hasSize(3)
                .extracting(DeliveryHistory.Row::state)
                .containsOnly("DELIVERED");
    }

    @Test
    void a_success_in_between_lets_the_days_count_afresh() {
        Receiver receiver = receiver().answers(500);
        Endpoint endpoint = endpoint(receiver.url());
        cancelled();
        deliverDue();
        receiver.answers(200);
        clock.advance(Duration.ofDays(4));
        deliverDue();
        receiver.answers(500);
        cancelled();
        deliverDue();
        clock.advance(Duration.ofDays(4));
        deliverDue();
        assertThat(now(endpoint).state()).isEqualTo(Endpoint.State.ENABLED);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void a_redirect_is_a_failure_that_says_so(int status) {
        Receiver inside = receiver();
        Receiver receiver = receiver().answers(status, "Location", inside.url());
        Endpoint endpoint = endpoint(receiver.url());
        cancelled();
        deliverDue();
        assertThat(inside.messages()).isEmpty();
        assertThat(delivery(endpoint).error()).contains("redirects are not followed");
        assertThat(delivery(endpoint).state()).isEqualTo("PENDING");
    }

    @Test
    void about_the_same_call_the_second_event_waits_for_the_first() {
        Receiver receiver = receiver().answers(500);
        Endpoint endpoint = endpoint(receiver.url());
        Job job = recording();
        transcribed(job, 1);
        deliverDue();
        Job coach = jobs.page(TENANT, null, io.earmark.job.JobKind.COACH, job.callId(), null, 1)
                .get(0);
        jobs.requestCancel(TENANT, coach.id());
        receiver.answers(200);
        Job other = cancelled();
        deliverDue();
        assertThat(body(receiver.messages().get(1))
                        .path("data")
                        .path("job")
                        .path("id")
                        .asString())
                .as("another call does not wait")
                .isEqualTo(other.id().toString());
        assertThat(receiver.messages()).hasSize(2);
        clock.advance(Duration.ofSeconds(5));
        deliverDue();
        assertThat(receiver.messages().stream()
                        .map(message -> body(message).path("type").asString()))
                .containsExactly("call.transcribed", "job.cancelled", "call.transcribed", "job.cancelled");
        assertThat(deliveries(endpoint)).extracting(DeliveryHistory.Row::state).containsOnly("DELIVERED");
    }
}
