package io.earmark.gateway.webhook;

import io.earmark.gateway.outbound.AddressGuard;
import io.earmark.gateway.outbound.OutboundAnswer;
import io.earmark.gateway.outbound.OutboundClient;
import io.earmark.gateway.outbound.OutboundRefused;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** One attempt: signs the message, sends it, and gives what came of it. */
@Component
class DeliveryAttempt {

    private static final Logger log = LoggerFactory.getLogger(DeliveryAttempt.class);
    private static final int ANSWER_BYTES = 500;

    private final Payloads payloads;
    private final DeliveryClaims claims;
    private final SigningKeys keys;
    private final AddressGuard guard;
    private final OutboundClient client;
    private final WebhookSettings settings;
    private final Clock clock;

    DeliveryAttempt(
            Payloads payloads,
            DeliveryClaims claims,
            SigningKeys keys,
            AddressGuard guard,
            OutboundClient client,
            WebhookSettings settings,
            Clock clock) {
        this.payloads = payloads;
        this.claims = claims;
        this.keys = keys;
        this.guard = guard;
        this.client = client;
        this.settings = settings;
        this.clock = clock;
    }

    Outcome run(Claimed delivery) {
        long start = System.nanoTime();
        try {
            OutboundAnswer answer = send(delivery);
            @Nullable
            Duration wish =
                    RetrySchedule.wish(answer.retryAfter(), clock.instant()).orElse(null);
            return Outcome.answered(answer.status(), wish, storable(answer.beginning()), since(start));
        } catch (IOException e) {
            log.debug("Delivery {} of {} was not answered", delivery.number(), delivery.messageId(), e);
            return Outcome.unanswered(sentence(e), since(start));
        } catch (RuntimeException e) {
            // Of our own making, such as a key that cannot be decrypted. It will be tried again like any other.
            log.warn("Delivery {} could not be sent", delivery.number(), e);
            return Outcome.unanswered("Earmark could not send it: the gateway's log says why.", since(start));
        }
    }

    private OutboundAnswer send(Claimed delivery) throws IOException {
        String body = delivery.body();
        if (body == null) {
            body = payloads.of(delivery);
            claims.keepBody(delivery, body);
        }
        return client.post(
                guard.read(delivery.url()),
                headers(delivery, body),
                body.getBytes(StandardCharsets.UTF_8),
                settings.timeout(),
                ANSWER_BYTES);
    }

    private Map<String, String> headers(Claimed delivery, String body) {
        @Nullable UUID owner = delivery.kind() == Endpoint.Kind.CALLBACK ? null : delivery.endpoint();
        List<SigningKeys.Kept> active = keys.active(delivery.tenant(), owner);
        if (active.isEmpty()) {
            throw new IllegalStateException("Endpoint " + delivery.endpoint() + " has no signing key");
        }
        long timestamp = clock.instant().getEpochSecond();
        String signatures = active.stream()
                .map(kept -> kept.key().sign(delivery.messageId(), timestamp, body))
                .collect(Collectors.joining(" "));
        return Map.of(
                "webhook-id", delivery.messageId(),
                "webhook-timestamp", Long.toString(timestamp),
                "webhook-signature", signatures);
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** For people who look at their deliveries; nothing of the inside shows. */
    private static String sentence(IOException e) {
        if (e instanceof OutboundRefused refused) {
            return refused.sentence();
        }
        if (e instanceof SocketTimeoutException) {
            return "There was no complete answer in time.";
        }
        if (e instanceof ConnectException) {
            return "The connection was refused or could not be made.";
        }
        if (e instanceof SSLException) {
            return "There was no secure connection: " + e.getMessage() + ".";
        }
        return "The connection broke before there was an answer.";
    }

    /** PostgreSQL keeps no U+0000. */
    private static String storable(String text) {
        return text.replace('\0', ' ');
    }
}
