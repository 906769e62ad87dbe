package io.earmark.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earmark.gateway.Receiver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many endpoints, many gateways, and what dies in between. */
class DispatcherTest extends WebhookFixture {

    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void release() {
        end.countDown();
    }

    private Receiver hanging() {
        return receiver().answers(exchange -> {
            try {
                if (end.await(30, TimeUnit.SECONDS)) {
                    exchange.sendResponseHeaders(200, -1);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void testMessages(Endpoint endpoint, int many) {
        for (int i = 0; i < many; i++) {
            history.test(endpoint.id());
        }
    }

    /** The hanging ones are asked first: their messages are the older. */
    @Test
    void endpoints_that_hang_delay_no_other() {
        List<Receiver> hanging = List.of(hanging(), hanging(), hanging());
        hanging.forEach(receiver -> testMessages(endpoint(receiver.url()), 20));
        Receiver quick = receiver();
        Endpoint well = endpoint(quick.url());
        testMessages(well, 40);
        clock.advance(Duration.ofSeconds(1));

        await("the quick one's messages").atMost(Duration.ofSeconds(30)).until(() -> {
            dispatcher.round();
            return quick.messages().size() == 40;
        });
        assertThat(hanging)
                .allSatisfy(receiver -> assertThat(receiver.busiest()).isBetween(1, settings.perEndpoint()));
        await("time-outs").atMost(Duration.ofSeconds(30)).until(() -> dispatcher.busy() == 0);
        assertThat(deliveries(well)).extracting(DeliveryHistory.Row::state).containsOnly("DELIVERED");
        assertThat(jdbc.sql("select count(*) from webhook_endpoint where slow")
                        .query(Long.class)
                        .single())
                .as("from now on they have a lane of their own")
                .isEqualTo(3);
        assertThat(meters.get("earmark.webhook.attempts")
                        .tag("outcome", "delivered")
                        .timer()
                        .count())
                .isEqualTo(40);
        assertThat(meters.get("earmark.webhook.attempts")
                        .tag("outcome", "unavailable")
                        .timer()
                        .count())
                .isPositive();
    }

    @Test
    void one_that_does_not_answer_is_asked_once_and_then_left_alone_for_a_while() {
        Receiver dead = receiver();
        Endpoint endpoint = endpoint(dead.url());
        dead.close();
        testMessages(endpoint, 30);
        deliverDue();
        long attempts = attempts();
        assertThat(attempts).isBetween(1L, (long) settings.perEndpoint());
        assertThat(deliveries(endpoint))
                .extracting(DeliveryHistory.Row::error)
                .contains("The connection was refused or could not be made.");
        clock.advance(Duration.ofMinutes(1));
        deliverDue();
        assertThat(attempts()).as("a single one to see whether it lives").isEqualTo(attempts + 1);
    }

    private long attempts() {
        return jdbc.sql("select count(*) from webhook_attempt")
                .query(Long.class)
                .single();
    }

    @Test
    void two_gateways_share_the_work_and_nothing_is_sent_twice() {
        Receiver receiver = receiver();
        Endpoint endpoint = endpoint(receiver.url());
        testMessages(endpoint, 200);
        Dispatcher other = gateway();
        await("everything")
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    other.round();
                    dispatcher.round();
                    return receiver.messages().size() >= 200 && dispatcher.busy() + other.busy() == 0;
                });
        Set<String> ids = new HashSet<>();
        receiver.messages().forEach(message -> ids.add(message.id()));
        assertThat(receiver.messages()).hasSize(200);
        assertThat(ids).hasSize(200);
        assertThat(receiver.busiest()).as("of both together").isLessThanOrEqualTo(settings.perEndpoint());
    }

    @Test
    void a_gateway_that_dies_in_mid_delivery_only_has_it_repeated() {
        Receiver receiver = receiver();
        Endpoint endpoint = endpoint(receiver.url());
        cancelled();
        Claimed lost = claims.claim(false, 10).get(0);
        assertThat(dispatcher.round()).as("it is another's").isZero();
        clock.advance(settings.lease());
        deliverDue();
        assertThat(receiver.only().id()).isEqualTo(lost.messageId());
        assertThat(delivery(endpoint).attempts()).isEqualTo(2);

        // It was not dead, only slow: what it has to tell changes nothing any more.
        outcomes.record(lost, Outcome.answered(500, null, "", Duration.ofSeconds(20)));
        assertThat(delivery(endpoint).state()).isEqualTo("DELIVERED");
    }

    @Test
    void started_it_delivers_by_itself_and_stops_after_what_is_under_way() {
        Receiver receiver = receiver();
        Endpoint endpoint = endpoint(receiver.url());
        dispatcher.start();
        testMessages(endpoint, 50);
        await("all of them").until(() -> receiver.messages().size() == 50);
        dispatcher.stop();
        assertThat(dispatcher.busy()).isZero();
        assertThat(deliveries(endpoint)).extracting(DeliveryHistory.Row::state).containsOnly("DELIVERED");
    }

    @Test
    void the_backlog_is_told() {
        Endpoint endpoint = endpoint(receiver().url());
        testMessages(endpoint, 3);
        clock.advance(Duration.ofSeconds(42));
        SimpleMeterRegistry fresh = new SimpleMeterRegistry();
        WebhookMetrics metrics = new WebhookMetrics(jdbc, fresh, clock);
        metrics.read();
        assertThat(fresh.get("earmark.webhook.backlog").gauge().value()).isEqualTo(3);
        assertThat(fresh.get("earmark.webhook.oldest.due.seconds").gauge().value())
                .isEqualTo(42);
    }
}
