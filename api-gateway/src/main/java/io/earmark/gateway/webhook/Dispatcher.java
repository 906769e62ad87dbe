package io.earmark.gateway.webhook;

import io.earmark.gateway.loop.WorkLoop;
import io.earmark.gateway.loop.WorkLoop.Rest;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps deliveries going, in two lanes with threads of their own: endpoints that answer well wait for no other. Any
 * number of gateways may do so at once.
 */
@Component
class Dispatcher implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    private final DeliveryClaims claims;
    private final DeliveryAttempt attempt;
    private final DeliveryOutcomes outcomes;
    private final WebhookMetrics metrics;
    private final WebhookSettings settings;
    private final List<Lane> lanes;
    private final WorkLoop loop;

    Dispatcher(
            DeliveryClaims claims,
            DeliveryAttempt attempt,
            DeliveryOutcomes outcomes,
            WebhookMetrics metrics,
            WebhookSettings settings) {
        this.claims = claims;
        this.attempt = attempt;
        this.outcomes = outcomes;
        this.metrics = metrics;
        this.settings = settings;
        this.loop = new WorkLoop("webhooks", this::look, settings.poll(), log);
        this.lanes = List.of(new Lane(false, settings.concurrency()), new Lane(true, settings.concurrency()));
    }

    /** Begins what is due and has room. @return how many */
    int round() {
        int begun = 0;
        for (Lane lane : lanes) {
            int free = lane.free();
            if (free > 0) {
                List<Claimed> claimed = claims.claim(lane.slow(), free);
                claimed.forEach(delivery -> lane.begin(() -> deliver(delivery)));
                begun += claimed.size();
            }
        }
        return begun;
    }

    private void deliver(Claimed delivery) {
        try {
            Outcome outcome = attempt.run(delivery);
            metrics.attempted(outcome);
            outcomes.record(delivery, outcome);
        } catch (RuntimeException e) {
            // Its lease runs out, and it is tried again.
            log.warn("The outcome of delivery {} could not be kept: {}", delivery.number(), e.toString());
        }
    }

    /** Attempts that are under way here. */
    int busy() {
        return lanes.stream().mapToInt(Lane::busy).sum();
    }

    private Rest look() {
        round();
        return Rest.untilWoken(settings.poll());
    }

    @Override
    public void start() {
        lanes.forEach(lane -> lane.open(loop::wake));
        loop.start();
    }

    /** Waits for what is under way; what does not end in time is repeated by another gateway. */
    @Override
    public void stop() {
        loop.stop(settings.timeout());
        try {
            for (Lane lane : lanes) {
                lane.close(settings.timeout());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }
}
