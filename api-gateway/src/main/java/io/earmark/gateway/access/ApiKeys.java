package io.earmark.gateway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * API keys, kept as SHA-256 only. A slow hash guards secrets that people choose; these are 256 random bits, which nobody
 * guesses however fast the hash. The look-up is by the hash, so its timing tells nothing of any key.
 */
@Component
public class ApiKeys {

    private static final String PREFIX = "ek_";
    private static final int PREFIX_SHOWN = 10;
    private static final String INSERT = """
            insert into api_key (id, tenant, name, prefix, hash, created_at)
            values (:id, :tenant, :name, :prefix, :hash, :now)
            on conflict (hash) do nothing
            """;
    private static final String USE =
            "update api_key set last_used_at = :now where hash = :hash and revoked_at is null returning tenant";
    /** A revoked key is let in for at most so long. */
    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    private static final int MOST_REMEMBERED = 10_000;

    private record Known(String tenant, Instant until) {}

    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private final JdbcClient jdbc;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    ApiKeys(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A new key, shown this once. @param name for people */
    public String create(String tenant, String name) {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        String key = PREFIX + HexFormat.of().formatHex(secret);
        keep(tenant, name, key);
        return key;
    }

    void keep(String tenant, String name, String key) {
        jdbc.sql(INSERT)
                .param("id", UUID.randomUUID())
                .param("tenant", tenant)
                .param("name", name)
                .param("prefix", key.substring(0, Math.min(PREFIX_SHOWN, key.length())))
                .param("hash", hash(key))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    Optional<String> tenantOf(String key) {
        byte[] hash = hash(key);
        String name = HexFormat.of().formatHex(hash);
        Instant now = clock.instant();
        Known before = known.get(name);
        if (before != null && now.isBefore(before.until())) {
            return Optional.of(before.tenant());
        }
        known.remove(name);
        Optional<String> tenant = jdbc.sql(USE)
                .param("hash", hash)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(String.class)
                .optional();
        tenant.ifPresent(found -> remember(name, new Known(found, now.plus(REMEMBERED))));
        return tenant;
    }

    private void remember(String name, Known key) {
        if (known.size() >= MOST_REMEMBERED) {
            known.clear();
        }
        known.put(name, key);
    }

    private static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
