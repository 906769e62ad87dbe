package io.earmark.gateway.audit;

import static io.earmark.store.Timestamps.required;
import static io.earmark.store.Timestamps.utc;

import io.earmark.gateway.access.Caller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The table of changes that were asked for. An entry is committed before its change begins, and so there is none without
 * an entry, whatever dies. It does not wait for the disk: what the change itself commits comes later in PostgreSQL's log,
 * and cannot be there without it.
 */
@Component
class AuditLog {

    private static final String BEGIN = """
            insert into audit_entry (tenant, key_id, actor, action, resource, address, started_at)
            select :tenant, :key, :actor, :action, :resource, :address, :now
            where set_config('synchronous_commit', 'off', true) is not null
            returning id
            """;
    private static final String END = """
            update audit_entry set status = :status, resource = coalesce(:made, resource)
            where id = :id and set_config('synchronous_commit', 'off', true) is not null
            """;
    /** A resource with all that is below it: "0" is the character after "/". */
    private static final String PAGE = """
            select * from audit_entry
            where tenant = :tenant
              and (cast(:before as bigint) is null or id < cast(:before as bigint))
              and (cast(:key as uuid) is null or key_id = cast(:key as uuid))
              and (cast(:resource as text) is null or resource = cast(:resource as text)
                   or (resource > cast(:resource as text) || '/' and resource < cast(:resource as text) || '0'))
            order by id desc
            limit :limit
            """;

    private static final String PURGE = """
            delete from audit_entry
            where id in (select id from audit_entry where started_at < :before order by started_at limit :batch)
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    AuditLog(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Which entries: all of these apply; null leaves one out. */
    record Filter(@Nullable UUID key, @Nullable String resource) {}

    /** @return the entry's number */
    long begin(Caller caller, String action, String resource, String address) {
        return jdbc.sql(BEGIN)
                .param("tenant", caller.tenant())
                .param("key", caller.key())
                .param("actor", caller.name())
                .param("action", action)
                .param("resource", resource)
                .param("address", address)
                .param("now", utc(clock.instant()))
                .query(Long.class)
                .single();
    }

    /** @param made what came into being, if anything */
    void end(long number, int status, @Nullable String made) {
        jdbc.sql(END)
                .param("id", number)
                .param("status", status)
                .param("made", made)
                .update();
    }

    /** The newest first. @param before the number that the last page ended with */
    List<AuditEntry> page(String tenant, Filter filter, @Nullable Long before, int limit) {
        return jdbc.sql(PAGE)
                .param("tenant", tenant)
                .param("before", before)
                .param("key", filter.key())
                .param("resource", filter.resource())
                .param("limit", limit)
                .query(AuditLog::entry)
                .list();
    }

    /** @return how many it were, the batch at most */
    int purge(Instant before, int batch) {
        return jdbc.sql(PURGE)
                .param("before", utc(before))
                .param("batch", batch)
                .update();
    }

    private static AuditEntry entry(ResultSet row, int number) throws SQLException {
        return new AuditEntry(
                row.getLong("id"),
                row.getString("tenant"),
                row.getObject("key_id", UUID.class),
                row.getString("actor"),
                row.getString("action"),
                row.getString("resource"),
                row.getString("address"),
                required(row, "started_at"),
                row.getObject("status", Integer.class));
    }
}
