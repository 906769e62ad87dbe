package io.earmark.store;

import static io.earmark.store.JobRows.utc;

import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** {@link Outbox} in PostgreSQL. */
final class JdbcOutbox implements Outbox {

    /** Entries that count against the window: with the broker, or on their way. */
    private static final String UNCLAIMED =
            "select count(*) from outbox where kind = :kind and (sent_at is not null or held_until > :now)";

    /**
     * Fair between tenants: within one priority, every tenant's first entry goes before any tenant's second. The ranking
     * looks at the head of the queue only, so that its cost does not grow with what waits behind.
     */
    private static final String TAKE = """
            with head as (
                select id, tenant, priority, due_at from outbox
                where kind = :kind and sent_at is null and due_at <= :now
                  and (held_until is null or held_until <= :now)
                  and not exists (select from paused_kind where kind = :kind)
                order by priority desc, due_at, id
                limit :head
            ), ranked as (
                select id, priority, due_at,
                       row_number() over (partition by priority, tenant order by due_at, id) as turn
                from head
            ), chosen as (
                select outbox.id from outbox join ranked on ranked.id = outbox.id
                order by ranked.priority desc, ranked.turn, ranked.due_at, outbox.id
                limit :limit
                for update of outbox skip locked
            )
            update outbox set held_until = :until
            from chosen
            where outbox.id = chosen.id and outbox.sent_at is null
              and (outbox.held_until is null or outbox.held_until <= :now)
            returning outbox.id, outbox.job_id
            """;

    /** An entry that is held no more was given back by a worker that may not begin: its message is used up already. */
    private static final String SENT =
            "update outbox set sent_at = :now, held_until = null where id in (:ids) and held_until is not null";

    private static final String PUT_BACK = "update outbox set held_until = null where id in (:ids) and sent_at is null";

    private static final String RESEND = """
            with overdue as (
                select id from outbox where kind = :kind and sent_at <= :before
                order by sent_at
                limit greatest(0, (select count(*) from outbox where kind = :kind and sent_at is not null) - :waiting)
                for update skip locked
            )
            update outbox set sent_at = null, held_until = null from overdue where outbox.id = overdue.id
            """;
    private static final int HEAD_PER_TAKEN = 20;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    JdbcOutbox(JdbcClient jdbc, TransactionTemplate transaction, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Override
    public List<Entry> take(JobKind kind, int window, int limit, Duration hold) {
        Instant now = clock.instant();
        List<Entry> taken = transaction.execute(status -> {
            long unclaimed = jdbc.sql(UNCLAIMED)
                    .param("kind", kind.name())
                    .param("now", utc(now))
                    .query(Long.class)
                    .single();
            int room = (int) Math.min(limit, window - unclaimed);
            return room <= 0 ? List.of() : take(kind, room, now, now.plus(hold));
        });
        return taken == null ? List.of() : taken;
    }

    private List<Entry> take(JobKind kind, int limit, Instant now, Instant until) {
        return jdbc.sql(TAKE)
                .param("kind", kind.name())
                .param("now", utc(now))
                .param("until", utc(until))
                .param("head", limit * HEAD_PER_TAKEN)
                .param("limit", limit)
                .query((row, number) -> new Entry(row.getLong(1), new JobId(row.getObject(2, UUID.class)), kind))
                .list();
    }

    @Override
    public void sent(List<Long> ids) {
        if (!ids.isEmpty()) {
            jdbc.sql(SENT).param("now", utc(clock.instant())).param("ids", ids).update();
        }
    }

    @Override
    public void putBack(List<Long> ids) {
        if (!ids.isEmpty()) {
            jdbc.sql(PUT_BACK).param("ids", ids).update();
        }
    }

    @Override
    public int resendMissing(JobKind kind, long waiting, Duration grace) {
        return jdbc.sql(RESEND)
                .param("kind", kind.name())
                .param("waiting", waiting)
                .param("before", utc(clock.instant().minus(grace)))
                .update();
    }
}
