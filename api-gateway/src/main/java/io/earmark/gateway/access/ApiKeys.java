package io.earmark.gateway.access;

import io.earmark.gateway.web.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** API keys: making, using, rotating and revoking them. What their secrets are and how they are kept: {@link KeySecret}. */
@Component
public class ApiKeys {

    /** Another gateway lets a revoked key in for at most so long. */
    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    private static final int MOST_REMEMBERED = 10_000;

    private record Known(Caller caller, Instant until) {}

    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private final KeyRows rows;
    private final TransactionTemplate transaction;
    private final Clock clock;

    ApiKeys(KeyRows rows, TransactionTemplate storeTransaction, Clock clock) {
        this.rows = rows;
        this.transaction = storeTransaction;
        this.clock = clock;
    }

    /** A key with its secret, shown this once. */
    record Made(ApiKey key, KeySecret secret) {}

    /** The secret of a new key that may do everything its tenant may. @param name for people */
    public String create(String tenant, String name) {
        return create(tenant, name, Scope.ALL);
    }

    /** The secret of a new key that does not expire. @param name for people */
    public String create(String tenant, String name, Set<Scope> scopes) {
        return create(new ApiKey.Wanted(tenant, name, scopes, null, null))
                .secret()
                .text();
    }

    Made create(ApiKey.Wanted wanted) {
        UUID id = UUID.randomUUID();
        KeySecret secret = KeySecret.random();
        rows.insert(id, wanted, secret, clock.instant());
        return new Made(rows.find(wanted.tenant(), id).orElseThrow(), secret);
    }

    /** Lets a secret in that was made elsewhere, unless it is known. False: it is known, and is good no more. */
    boolean keep(String tenant, String name, KeySecret secret) {
        return rows.insert(
                        UUID.randomUUID(),
                        new ApiKey.Wanted(tenant, name, Scope.ALL, null, null),
                        secret,
                        clock.instant())
                || rows.isGood(secret.hash(), clock.instant());
    }

    /** Who comes with this secret; nobody, if it is unknown, expired, rotated away or revoked. */
    Optional<Caller> callerOf(KeySecret secret) {
        byte[] hash = secret.hash();
        String name = HexFormat.of().formatHex(hash);
        Instant now = clock.instant();
        Known before = known.get(name);
        if (before != null && now.isBefore(before.until())) {
            return Optional.of(before.caller());
        }
        known.remove(name);
        Optional<KeyRows.Used> used = rows.use(hash, now);
        used.ifPresent(found -> remember(name, known(found, now)));
        return used.map(found -> caller(found.key()));
    }

    private static Known known(KeyRows.Used used, Instant now) {
        Instant until = now.plus(REMEMBERED);
        Instant end = used.goodUntil();
        return new Known(caller(used.key()), end != null && end.isBefore(until) ? end : until);
    }

    private static Caller caller(ApiKey key) {
        return new Caller(key.id(), key.tenant(), key.name(), key.scopes(), key.submissionsPerDay());
    }

    private void remember(String name, Known key) {
        if (known.size() >= MOST_REMEMBERED) {
            known.clear();
        }
        known.put(name, key);
    }

    private void forget(UUID key) {
        known.values().removeIf(one -> key.equals(one.caller().key()));
    }

    /**
     * A new secret; the one of before is good for as long as the overlap, and one of before that no more.
     *
     * @throws Problem 404 for another tenant's key, 409 for one that is good no more
     */
    Made rotate(String tenant, UUID id, Duration overlap) {
        KeySecret secret = KeySecret.random();
        Instant now = clock.instant();
        if (!rows.rotate(tenant, id, secret, now.plus(overlap), now)) {
            throw rows.find(tenant, id)
                    .map(key -> new Problem(
                            HttpStatus.CONFLICT,
                            "key-ended",
                            "The key is good no more",
                            "It is " + key.state(now).name().toLowerCase(Locale.ROOT)
                                    + ", and stays so. Create another."))
                    .orElseGet(() -> Problem.notFound("key", id));
        }
        forget(id);
        return new Made(rows.find(tenant, id).orElseThrow(), secret);
    }

    /**
     * Ends a key; one that has ended stays so.
     *
     * @param keepOneAdmin whether to refuse where nobody would be left to administer the tenant
     * @throws Problem 404 for another tenant's key, 409 for the last one that may administer
     */
    void revoke(String tenant, UUID id, boolean keepOneAdmin) {
        transaction.executeWithoutResult(status -> {
            Instant now = clock.instant();
            if (keepOneAdmin && rows.lockAdmins(tenant, now).equals(List.of(id))) {
                throw new Problem(
                        HttpStatus.CONFLICT,
                        "last-admin-key",
                        "It is the only key that may administer",
                        "Nobody of tenant " + tenant + " could make or revoke keys any more. Create another key with"
                                + " the scope admin first.");
            }
            if (!rows.revoke(tenant, id, now)) {
                throw Problem.notFound("key", id);
            }
        });
        forget(id);
    }

    ApiKey get(String tenant, UUID id) {
        return rows.find(tenant, id).orElseThrow(() -> Problem.notFound("key", id));
    }

    List<ApiKey> page(String tenant, @Nullable UUID after, int limit) {
        return rows.page(tenant, after, limit);
    }

    boolean exists(String tenant, UUID id) {
        return rows.find(tenant, id).isPresent();
    }
}
