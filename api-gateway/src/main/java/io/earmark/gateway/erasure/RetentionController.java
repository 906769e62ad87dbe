package io.earmark.gateway.erasure;

import static io.earmark.store.Timestamps.utc;

import io.earmark.gateway.web.Problem;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** How long a tenant wants its calls kept. Where the server keeps them for a shorter time, that counts. */
@RestController
class RetentionController {

    private static final int LONGEST_DAYS = 36_500;
    private static final String SET = """
            insert into tenant_retention (tenant, calls_days, set_at) values (:tenant, :days, :now)
            on conflict (tenant) do update set calls_days = excluded.calls_days, set_at = excluded.set_at
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    RetentionController(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @param callsDays days from a call's intake on; null for as long as the server keeps them */
    record RetentionView(@Nullable Integer callsDays) {}

    @GetMapping("/retention")
    RetentionView retention(@RequestAttribute String tenant) {
        return new RetentionView(jdbc.sql("select calls_days from tenant_retention where tenant = :tenant")
                .param("tenant", tenant)
                .query(Integer.class)
                .optional()
                .orElse(null));
    }

    @PutMapping("/retention")
    RetentionView set(@RequestAttribute String tenant, @RequestBody RetentionView wanted) {
        Integer days = wanted.callsDays();
        if (days == null) {
            jdbc.sql("delete from tenant_retention where tenant = :tenant")
                    .param("tenant", tenant)
                    .update();
        } else if (days < 1 || days > LONGEST_DAYS) {
            throw Problem.badRequest("callsDays must be 1 to " + LONGEST_DAYS + ", or null, not " + days + ".");
        } else {
            jdbc.sql(SET)
                    .param("tenant", tenant)
                    .param("days", days)
                    .param("now", utc(clock.instant()))
                    .update();
        }
        return wanted;
    }
}
