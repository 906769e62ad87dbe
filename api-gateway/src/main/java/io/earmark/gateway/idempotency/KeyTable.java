package io.earmark.gateway.idempotency;

import static io.earmark.store.Timestamps.utc;

import io.earmark.job.JobId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The keys in PostgreSQL. Who claims one gets it alone, whichever gateway asks. */
@Component
class KeyTable {

    private static final String CLAIM = """
            insert into idempotency_key (tenant, key, claim, claimed_until, expires_at)
            values (:tenant, :key, :claim, :until, :expires)
            on conflict (tenant, key) do update
            set claim = excluded.claim, claimed_until = excluded.claimed_until, expires_at = excluded.expires_at,
                fingerprint = null, job_id = null, status = null, location = null, body = null
            where idempotency_key.expires_at <= :now or idempotency_key.claimed_until <= :now
            """;
    private static final String FIND = """
            select fingerprint, job_id, status, location, body from idempotency_key
            where tenant = :tenant and key = :key
            """;
    private static final String ANSWERED = """
            update idempotency_key
            set claim = null, claimed_until = null, expires_at = :expires, fingerprint = :fingerprint, job_id = :job,
                status = :status, location = :location, body = :body
            where tenant = :tenant and key = :key and claim = :claim
            """;
    private static final String RELEASE =
            "delete from idempotency_key where tenant = :tenant and key = :key and claim = :claim";
    private static final String RENEW = "update idempotency_key set claimed_until = :until where claim in (:claims)";
    private static final String PURGE = """
            delete from idempotency_key
            where ctid in (select ctid from idempotency_key where expires_at <= :now limit 10000)
            """;

    private final JdbcClient jdbc;

    KeyTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param answer null while a request is under way */
    record Kept(@Nullable Fingerprint fingerprint, @Nullable Answer answer) {}

    /** Takes a key that is new, has expired, or whose gateway was not heard of. False: it is another's, or answered. */
    boolean claim(String tenant, IdempotencyKey key, UUID claim, Instant now, Instant until, Instant expires) {
        return jdbc.sql(CLAIM)
                        .param("tenant", tenant)
                        .param("key", key.value())
                        .param("claim", claim)
                        .param("now", utc(now))
                        .param("until", utc(until))
                        .param("expires", utc(expires))
                        .update()
                == 1;
    }

    Optional<Kept> find(String tenant, IdempotencyKey key) {
        return jdbc.sql(FIND)
                .param("tenant", tenant)
                .param("key", key.value())
                .query(KeyTable::kept)
                .optional();
    }

    private static Kept kept(ResultSet row, int number) throws SQLException {
        String fingerprint = row.getString("fingerprint");
        if (fingerprint == null) {
            return new Kept(null, null);
        }
        @Nullable UUID job = row.getObject("job_id", UUID.class);
        return new Kept(
                new Fingerprint(fingerprint),
                new Answer(
                        job == null ? null : new JobId(job),
                        row.getInt("status"),
                        row.getString("location"),
                        row.getString("body")));
    }

    /** False: the claim was lost to another request. */
    boolean answered(
            String tenant, IdempotencyKey key, UUID claim, Fingerprint fingerprint, Answer answer, Instant expires) {
        return jdbc.sql(ANSWERED)
                        .param("tenant", tenant)
                        .param("key", key.value())
                        .param("claim", claim)
                        .param("fingerprint", fingerprint.sha256())
                        .param("job", answer.job() == null ? null : answer.job().value())
                        .param("status", answer.status())
                        .param("location", answer.location())
                        .param("body", answer.body())
                        .param("expires", utc(expires))
                        .update()
                == 1;
    }

    /** A key that has its answer stays. */
    void release(String tenant, IdempotencyKey key, UUID claim) {
        jdbc.sql(RELEASE)
                .param("tenant", tenant)
                .param("key", key.value())
                .param("claim", claim)
                .update();
    }

    void renew(Collection<UUID> claims, Instant until) {
        jdbc.sql(RENEW).param("claims", claims).param("until", utc(until)).update();
    }

    int purge(Instant now) {
        return jdbc.sql(PURGE).param("now", utc(now)).update();
    }
}
