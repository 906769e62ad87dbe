package io.earmark.gateway.erasure;

import static io.earmark.store.Timestamps.instant;
import static io.earmark.store.Timestamps.utc;

import io.earmark.call.CallId;
import io.earmark.gateway.web.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Legal holds, in the calls' own rows. */
@Component
class HeldCalls {

    private static final String FIND =
            "select held_at, held_why, held_by from call where id = :id and tenant = :tenant";

    /** Who holds it already does so since then; the reason may be told anew. */
    private static final String HOLD = """
            update call set held_at = coalesce(held_at, :now), held_why = :why, held_by = :by
            where id = :id and tenant = :tenant
            """;

    private static final String RELEASE =
            "update call set held_at = null, held_why = null, held_by = null where id = :id and tenant = :tenant";

    private final JdbcClient jdbc;
    private final Clock clock;

    HeldCalls(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @throws Problem 404 if the tenant has no such call */
    LegalHold of(String tenant, CallId id) {
        return jdbc.sql(FIND)
                .param("id", id.value())
                .param("tenant", tenant)
                .query(HeldCalls::hold)
                .optional()
                .orElseThrow(() -> Problem.notFound("call", id));
    }

    private static LegalHold hold(ResultSet row, int number) throws SQLException {
        return new LegalHold(instant(row, "held_at"), row.getString("held_why"), row.getString("held_by"));
    }

    LegalHold hold(String tenant, CallId id, String reason, String by) {
        jdbc.sql(HOLD)
                .param("id", id.value())
                .param("tenant", tenant)
                .param("now", utc(clock.instant()))
                .param("why", reason)
                .param("by", by)
                .update();
        return of(tenant, id);
    }

    void release(String tenant, CallId id) {
        of(tenant, id);
        jdbc.sql(RELEASE).param("id", id.value()).param("tenant", tenant).update();
    }
}
