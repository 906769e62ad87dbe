package io.earmark.gateway.webhook;

import static io.earmark.store.Timestamps.instant;
import static io.earmark.store.Timestamps.required;
import static io.earmark.store.Timestamps.utc;

import io.earmark.gateway.secrets.SecretBox;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The table of signing keys, of endpoints and of tenants; encrypted. An owner has one or, while rotating, several. */
@Component
class SigningKeys {

    private static final String INSERT = """
            insert into webhook_key (id, tenant, endpoint_id, algorithm, secret, public_key, created_at)
            values (:id, :tenant, cast(:endpoint as uuid), :algorithm, :secret, :public, :now)
            """;
    private static final String RETIRE =
            "update webhook_key set expires_at = :until where%s and (expires_at is null or expires_at > :until)";
    private static final String LIST = """
            select * from webhook_key where%s and (expires_at is null or expires_at > :now)
            order by expires_at desc nulls first, created_at desc, id
            """;
    private static final String DELETE = "delete from webhook_key where%s and id = :id";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final SecretBox box;
    private final Clock clock;

    SigningKeys(JdbcClient jdbc, TransactionTemplate storeTransaction, SecretBox box, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = storeTransaction;
        this.box = box;
        this.clock = clock;
    }

    /** @param expiresAt when it stops signing; null for the newest */
    record Kept(
            UUID id,
            SigningKey key,
            Instant createdAt,
            @Nullable Instant expiresAt) {}

    /** @param endpoint null for the tenant's own */
    Kept create(String tenant, @Nullable UUID endpoint, SigningKey.Algorithm algorithm) {
        UUID id = UUID.randomUUID();
        SigningKey key = SigningKey.random(algorithm);
        // As the database keeps it.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        jdbc.sql(INSERT)
                .param("id", id)
                .param("tenant", tenant)
                .param("endpoint", endpoint)
                .param("algorithm", algorithm.name())
                .param("secret", box.seal(key.secret(), id))
                .param("public", key.publicKey())
                .param("now", utc(now))
                .update();
        return new Kept(id, key, now, null);
    }

    /** A new key; those of before sign along with it for a while. */
    Kept rotate(String tenant, @Nullable UUID endpoint, SigningKey.Algorithm algorithm, Duration overlap) {
        return Objects.requireNonNull(transaction.execute(status -> {
            jdbc.sql(RETIRE.formatted(owned(endpoint)))
                    .param("tenant", tenant)
                    .param("endpoint", endpoint)
                    .param("until", utc(clock.instant().plus(overlap)))
                    .update();
            return create(tenant, endpoint, algorithm);
        }));
    }

    /** Those that sign, the newest first. */
    List<Kept> active(String tenant, @Nullable UUID endpoint) {
        return jdbc.sql(LIST.formatted(owned(endpoint)))
                .param("tenant", tenant)
                .param("endpoint", endpoint)
                .param("now", utc(clock.instant()))
                .query(this::row)
                .list();
    }

    /** The tenant's own; the first is made when it is wanted. */
    List<Kept> ofTenant(String tenant) {
        List<Kept> before = active(tenant, null);
        return before.isEmpty() ? first(tenant) : before;
    }

    private List<Kept> first(String tenant) {
        return Objects.requireNonNull(transaction.execute(status -> {
            // Two that come at once must not make two.
            jdbc.sql("select pg_advisory_xact_lock(hashtext('webhook_key'), hashtext(:tenant))")
                    .param("tenant", tenant)
                    .query((row, number) -> true)
                    .single();
            List<Kept> found = active(tenant, null);
            return found.isEmpty() ? List.of(create(tenant, null, SigningKey.Algorithm.HMAC)) : found;
        }));
    }

    boolean delete(String tenant, @Nullable UUID endpoint, UUID id) {
        return jdbc.sql(DELETE.formatted(owned(endpoint)))
                        .param("id", id)
                        .param("tenant", tenant)
                        .param("endpoint", endpoint)
                        .update()
                == 1;
    }

    /** In two forms, so that each finds its index. */
    private static String owned(@Nullable UUID endpoint) {
        return endpoint == null
                ? " tenant = :tenant and endpoint_id is null"
                : " tenant = :tenant and endpoint_id = :endpoint";
    }

    private Kept row(ResultSet row, int number) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        SigningKey key = new SigningKey(
                SigningKey.Algorithm.valueOf(row.getString("algorithm")),
                box.open(row.getBytes("secret"), id),
                row.getString("public_key"));
        return new Kept(id, key, required(row, "created_at"), instant(row, "expires_at"));
    }
}
