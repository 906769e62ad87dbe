package io.earmark.gateway.idempotency;

import io.earmark.gateway.web.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Begins submissions, keeps the claims of those under way, and forgets what has expired. */
@Component
public class IdempotencyKeys {

    private static final Logger log = LoggerFactory.getLogger(IdempotencyKeys.class);
    private static final Duration COME_BACK = Duration.ofSeconds(2);
    private static final int TRIES = 5;

    private final KeyTable table;
    private final IdempotencySettings settings;
    private final Clock clock;
    private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();

    IdempotencyKeys(KeyTable table, IdempotencySettings settings, Clock clock) {
        this.table = table;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param headers the values of {@code Idempotency-Key}; none is no error
     * @throws Problem 400 for a malformed key, 409 while another request with it is under way
     */
    public Submission begin(String tenant, List<String> headers) {
        Optional<IdempotencyKey> key = IdempotencyKey.of(headers);
        return key.isEmpty() ? new Unkeyed() : begin(tenant, key.get());
    }

    private Submission begin(String tenant, IdempotencyKey key) {
        // A key that is neither to be had nor there was freed in between.
        for (int i = 0; i < TRIES; i++) {
            UUID claim = UUID.randomUUID();
            Instant now = clock.instant();
            if (table.claim(tenant, key, claim, now, now.plus(settings.claim()), now.plus(settings.expiry()))) {
                underWay.add(claim);
                return new Claimed(tenant, key, claim);
            }
            Optional<KeyTable.Kept> kept = table.find(tenant, key);
            if (kept.isPresent()) {
                Fingerprint fingerprint = kept.get().fingerprint();
                Answer answer = kept.get().answer();
                if (fingerprint == null || answer == null) {
                    throw inFlight();
                }
                return new Repeated(fingerprint, answer);
            }
        }
        throw inFlight();
    }

    private static Problem inFlight() {
        return new Problem(
                        HttpStatus.CONFLICT,
                        "idempotency-key-in-flight",
                        "A request with this Idempotency-Key is under way",
                        "Wait for its answer, or send the same again in a few seconds.")
                .retryAfter(COME_BACK);
    }

    @Scheduled(fixedDelayString = "${earmark.idempotency.renew:10s}")
    void renew() {
        List<UUID> claims = List.copyOf(underWay);
        if (!claims.isEmpty()) {
            table.renew(claims, clock.instant().plus(settings.claim()));
        }
    }

    @Scheduled(fixedDelayString = "${earmark.idempotency.purge:10m}")
    void purge() {
        int purged = table.purge(clock.instant());
        if (purged > 0) {
            log.debug("{} idempotency keys have expired", purged);
        }
    }

    /** Without a key every request is the first. */
    private static final class Unkeyed implements Submission {

        @Override
        public boolean isRepeated() {
            return false;
        }

        @Override
        public Optional<Answer> before(Fingerprint payload) {
            return Optional.empty();
        }

        @Override
        public void answered(Fingerprint payload, Answer answer) {}

        @Override
        public void close() {}
    }

    private record Repeated(Fingerprint fingerprint, Answer answer) implements Submission {

        @Override
        public boolean isRepeated() {
            return true;
        }

        @Override
        public Optional<Answer> before(Fingerprint payload) {
            if (!payload.equals(fingerprint)) {
                throw new Problem(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "idempotency-key-reused",
                        "The Idempotency-Key was used for another payload",
                        "It made " + answer.location() + " of other content. Use a new key for a new submission.");
            }
            return Optional.of(answer);
        }

        @Override
        public void answered(Fingerprint payload, Answer again) {
            throw new IllegalStateException("Answered before, by " + answer.location());
        }

        @Override
        public void close() {}
    }

    private final class Claimed implements Submission {

        private final String tenant;
        private final IdempotencyKey key;
        private final UUID claim;

        Claimed(String tenant, IdempotencyKey key, UUID claim) {
            this.tenant = tenant;
            this.key = key;
            this.claim = claim;
        }

        @Override
        public boolean isRepeated() {
            return false;
        }

        @Override
        public Optional<Answer> before(Fingerprint payload) {
            return Optional.empty();
        }

        @Override
        public void answered(Fingerprint payload, Answer answer) {
            if (!table.answered(
                    tenant, key, claim, payload, answer, clock.instant().plus(settings.expiry()))) {
                throw inFlight();
            }
        }

        /** By its claim: a commit whose outcome was not heard has ended the claim, and the answer stays. */
        @Override
        public void close() {
            underWay.remove(claim);
            try {
                table.release(tenant, key, claim);
            } catch (DataAccessException e) {
                log.warn("An idempotency key is only free again in {}: {}", settings.claim(), e.toString());
            }
        }
    }
}
