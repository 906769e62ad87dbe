package io.earmark.store;

import static io.earmark.store.Timestamps.required;
import static io.earmark.store.Timestamps.utc;

import io.earmark.job.JobKind;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** {@link Kinds} in PostgreSQL. */
final class JdbcKinds implements Kinds {

    private static final String PAUSE = """
            insert into paused_kind (kind, paused_at, paused_by) values (:kind, :now, :by) on conflict (kind) do nothing
            """;

    /** A newer version may have paused a kind that this one does not know. */
    private static final String PAUSED = "select kind, paused_at, paused_by from paused_kind where kind in (:known)";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    JdbcKinds(JdbcClient jdbc, TransactionTemplate transaction, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Override
    public void pause(JobKind kind, String by) {
        jdbc.sql(PAUSE)
                .param("kind", kind.name())
                .param("now", utc(clock.instant()))
                .param("by", by)
                .update();
    }

    @Override
    public void resume(JobKind kind) {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("delete from paused_kind where kind = :kind")
                    .param("kind", kind.name())
                    .update();
            JobTable.wake(jdbc, kind);
        });
    }

    @Override
    public Map<JobKind, Pause> paused() {
        Map<JobKind, Pause> paused = new EnumMap<>(JobKind.class);
        jdbc.sql(PAUSED).param("known", JobKind.names()).query(row -> {
            Pause pause = new Pause(required(row, "paused_at"), row.getString("paused_by"));
            paused.put(JobKind.valueOf(row.getString("kind")), pause);
        });
        return paused;
    }
}
