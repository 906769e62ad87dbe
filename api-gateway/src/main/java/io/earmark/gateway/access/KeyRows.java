package io.earmark.gateway.access;

import static io.earmark.store.Timestamps.instant;
import static io.earmark.store.Timestamps.required;
import static io.earmark.store.Timestamps.utc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of keys. But for the look-up by a secret, everything is bound to a tenant. */
@Component
class KeyRows {

    private static final String INSERT = """
            insert into api_key (id, tenant, name, prefix, hash, first_hash, scopes, created_at, expires_at, submissions_per_day)
            values (:id, :tenant, :name, :prefix, :hash, :hash, cast(:scopes as text[]), :now, :expires, :quota)
            on conflict do nothing
            """;
    private static final String GOOD = """
            (hash = :hash or (old_hash = :hash and old_until > :now))
              and revoked_at is null and (expires_at is null or expires_at > :now)
            """;
    private static final String USE =
            "update api_key set last_used_at = :now where " + GOOD + " returning *, hash = :hash as newest";
    private static final String PAGE = """
            select * from api_key
            where tenant = :tenant
              and (cast(:after as uuid) is null or (created_at, id) <
                   (select created_at, id from api_key where id = cast(:after as uuid) and tenant = :tenant))
            order by created_at desc, id desc
            limit :limit
            """;
    private static final String ROTATE = """
            update api_key
            set old_hash = hash, old_prefix = prefix, old_until = :until, hash = :hash, prefix = :prefix,
                first_hash = coalesce(first_hash, hash)
            where id = :id and tenant = :tenant and revoked_at is null and (expires_at is null or expires_at > :now)
            """;
    private static final String REVOKE =
            "update api_key set revoked_at = coalesce(revoked_at, :now) where id = :id and tenant = :tenant";
    private static final String ADMINS = """
            select id from api_key
            where tenant = :tenant and 'admin' = any (scopes) and revoked_at is null
              and (expires_at is null or expires_at > :now)
            order by id
            for update
            """;

    private final JdbcClient jdbc;

    KeyRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param goodUntil when the key, or the secret that was given, expires; null for never */
    record Used(ApiKey key, @Nullable Instant goodUntil) {}

    /** False: there is, or was, a key of that secret. */
    boolean insert(UUID id, ApiKey.Wanted wanted, KeySecret secret, Instant now) {
        return jdbc.sql(INSERT)
                        .param("id", id)
                        .param("tenant", wanted.tenant())
                        .param("name", wanted.name())
                        .param("prefix", secret.prefix())
                        .param("hash", secret.hash())
                        .param("scopes", array(wanted.scopes()))
                        .param("now", utc(now))
                        .param("expires", utc(wanted.expiresAt()))
                        .param("quota", wanted.submissionsPerDay())
                        .update()
                == 1;
    }

    /** The key of a secret, if it is good now; notes that it was used. */
    Optional<Used> use(byte[] hash, Instant now) {
        return jdbc.sql(USE)
                .param("hash", hash)
                .param("now", utc(now))
                .query((row, number) -> used(row))
                .optional();
    }

    boolean isGood(byte[] hash, Instant now) {
        return jdbc.sql("select exists (select from api_key where " + GOOD + ")")
                .param("hash", hash)
                .param("now", utc(now))
                .query(Boolean.class)
                .single();
    }

    private static Used used(ResultSet row) throws SQLException {
        ApiKey key = key(row, 0);
        Instant until = key.expiresAt();
        if (key.former() != null && !row.getBoolean("newest")) {
            Instant former = key.former().expiresAt();
            until = until == null || former.isBefore(until) ? former : until;
        }
        return new Used(key, until);
    }

    Optional<ApiKey> find(String tenant, UUID id) {
        return jdbc.sql("select * from api_key where id = :id and tenant = :tenant")
                .param("id", id)
                .param("tenant", tenant)
                .query(KeyRows::key)
                .optional();
    }

    /** The newest first. */
    List<ApiKey> page(String tenant, @Nullable UUID after, int limit) {
        return jdbc.sql(PAGE)
                .param("tenant", tenant)
                .param("after", after)
                .param("limit", limit)
                .query(KeyRows::key)
                .list();
    }

    /** False: there is no such key, or it is good no more. */
    boolean rotate(String tenant, UUID id, KeySecret secret, Instant formerUntil, Instant now) {
        return jdbc.sql(ROTATE)
                        .param("id", id)
                        .param("tenant", tenant)
                        .param("hash", secret.hash())
                        .param("prefix", secret.prefix())
                        .param("until", utc(formerUntil))
                        .param("now", utc(now))
                        .update()
                == 1;
    }

    boolean revoke(String tenant, UUID id, Instant now) {
        return jdbc.sql(REVOKE)
                        .param("id", id)
                        .param("tenant", tenant)
                        .param("now", utc(now))
                        .update()
                == 1;
    }

    /** The tenant's keys that may administer, locked: nobody else takes one away until this transaction ends. */
    List<UUID> lockAdmins(String tenant, Instant now) {
        return jdbc.sql(ADMINS)
                .param("tenant", tenant)
                .param("now", utc(now))
                .query(UUID.class)
                .list();
    }

    private static ApiKey key(ResultSet row, int number) throws SQLException {
        Instant formerUntil = instant(row, "old_until");
        return new ApiKey(
                row.getObject("id", UUID.class),
                row.getString("tenant"),
                row.getString("name"),
                row.getString("prefix"),
                scopes((String[]) row.getArray("scopes").getArray()),
                required(row, "created_at"),
                instant(row, "expires_at"),
                instant(row, "last_used_at"),
                instant(row, "revoked_at"),
                formerUntil == null ? null : new ApiKey.Former(row.getString("old_prefix"), formerUntil),
                row.getObject("submissions_per_day", Integer.class));
    }

    /** A scope that a newer version may have written is left out: here it opens nothing. */
    private static Set<Scope> scopes(String[] labels) {
        List<String> given = Arrays.asList(labels);
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (Scope scope : Scope.values()) {
            if (given.contains(scope.label())) {
                scopes.add(scope);
            }
        }
        return scopes;
    }

    private static String array(Set<Scope> scopes) {
        return "{" + String.join(",", Scope.labels(scopes)) + "}";
    }
}
