package io.earmark.gateway.access;

import io.earmark.gateway.web.Problem;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Requests of a key, or of a token's subject, in a time: a token bucket for each, filled evenly. The buckets are this gateway's own: two gateways let
 * twice as many through. To share them would cost every request a turn in the database, for a limit that is only there
 * to keep a client run wild from the others.
 */
@Component
class RateLimits {

    private static final String POLICY = "requests";
    private static final int MOST_BUCKETS = 100_000;

    private final RateSettings settings;
    private final TimeMeter time;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    @Autowired
    RateLimits(RateSettings settings) {
        this(settings, TimeMeter.SYSTEM_NANOTIME);
    }

    RateLimits(RateSettings settings, TimeMeter time) {
        this.settings = settings;
        this.time = time;
    }

    /**
     * Counts a request, and tells in the answer's headers what is left.
     *
     * @throws Problem 429 if nothing is
     */
    void admit(Caller caller, HttpServletResponse response) {
        if (settings.requests() == 0) {
            return;
        }
        if (buckets.size() > MOST_BUCKETS) {
            // Subjects of tokens come and go. Who was busy may be so once more.
            buckets.clear();
        }
        ConsumptionProbe probe =
                buckets.computeIfAbsent(caller.id(), unseen -> full()).tryConsumeAndReturnRemaining(1);
        RateHeaders.tell(
                response,
                POLICY,
                settings.requests(),
                settings.window(),
                probe.getRemainingTokens(),
                Duration.ofNanos(probe.getNanosToWaitForReset()));
        if (!probe.isConsumed()) {
            throw new Problem(
                            HttpStatus.TOO_MANY_REQUESTS,
                            "rate-limit-exceeded",
                            "Too many requests",
                            "This key may send " + settings.requests() + " requests in "
                                    + settings.window().toSeconds()
                                    + " seconds. Nothing was read or done: send it again"
                                    + " when Retry-After says.")
                    .retryAfter(
                            Duration.ofSeconds(RateHeaders.seconds(Duration.ofNanos(probe.getNanosToWaitForRefill()))));
        }
    }

    private Bucket full() {
        return Bucket.builder()
                .addLimit(limit ->
                        limit.capacity(settings.requests()).refillGreedy(settings.requests(), settings.window()))
                .withCustomTimePrecision(time)
                .build();
    }
}
