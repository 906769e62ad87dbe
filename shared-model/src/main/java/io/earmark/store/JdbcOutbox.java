package io.earmark.store;

import static io.earmark.store.Timestamps.instant;
import static io.earmark.store.Timestamps.utc;

import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@link Outbox} in PostgreSQL. */
final class JdbcOutbox implements Outbox {

    /**
     * This and what follows say by {@code order by} and {@code any(array(...))} which index they mean. The table is empty one
     * minute and long the next, and PostgreSQL's statistics of it may be of another minute: left to guess, it reads all that
     * waits to find the few that were sent.
     */
    private static final String LOAD = """
            select kinds.kind, sent.entries, sent.oldest,
                   exists (select from (
                       select from outbox
                       where kind = kinds.kind and sent_at is null and due_at <= :now
                         and (held_until is null or held_until <= :now)
                       order by priority desc, due_at, id limit 1) as head) as due
            from unnest(:kinds) as kinds (kind),
                 lateral (select count(*) as entries, min(sent_at) as oldest from (
                     select sent_at from outbox
                     where kind = kinds.kind and sent_at is not null
                     order by sent_at limit :most) as with_the_broker) as sent
            """;

    /**
     * Fair between tenants: within one priority, every tenant's first entry goes before any tenant's second. The tenants
     * are found by leaping through the index from one to the next, and of each only the head is looked at, so that the
     * cost does not grow with what waits behind: told that kind and tenant are equal to something, PostgreSQL might go through
     * the index that has no tenants, and through all that waits of a large one to find a small one's. It does not wait for the disk: what the database forgets of it in a crash
     * is taken again.
     */
    private static final String TAKE = """
            with recursive waiting as (
                (select tenant from outbox where kind = :kind and sent_at is null order by tenant limit 1)
                union all
                select (select tenant from outbox
                        where kind = :kind and sent_at is null and tenant > waiting.tenant
                        order by tenant limit 1)
                from waiting where waiting.tenant is not null
            ), ranked as materialized (
                select head.id, head.priority, head.due_at,
                       row_number() over (partition by head.priority, waiting.tenant
                                          order by head.due_at, head.id) as turn
                from waiting, lateral (
                    select id, priority, due_at from outbox
                    where (kind, tenant) >= (:kind, waiting.tenant) and (kind, tenant) <= (:kind, waiting.tenant)
                      and sent_at is null and due_at <= :now
                      and (held_until is null or held_until <= :now)
                      and not exists (select from paused_kind where kind = :kind)
                    order by kind, tenant, priority desc, due_at, id
                    limit greatest(:least, 2 * :limit / (select count(*) from waiting))
                ) as head
                where waiting.tenant is not null
            ), with_the_broker as (
                select from outbox where kind = :kind and sent_at is not null order by sent_at limit :window
            ), chosen as (
                select outbox.id from outbox join ranked on ranked.id = outbox.id
                where outbox.id = any(array(select id from ranked))
                  and coalesce(sent_at, 'infinity') = 'infinity' and coalesce(held_until, '-infinity') <= :now
                order by ranked.priority desc, ranked.turn, ranked.due_at, outbox.id
                limit least(:limit, :window - (select count(*) from with_the_broker))
                for update of outbox skip locked
            )
            update outbox set held_until = :until
            where id = any(array(select id from chosen))
              and (select set_config('synchronous_commit', 'off', true)) is not null
            returning id, job_id
            """;

    /**
     * An entry that is held no more was given back by a worker that may not begin: its message is used up already. One that is
     * locked is just being claimed, and will be gone; to wait for that would hold up all who claim the others. One of which
     * the database forgets in a crash that it was sent is sent again, which is harmless, so that nobody waits for the disk
     * here either. The list is asked for as a subselect, so that PostgreSQL plans this once and not anew for each list.
     */
    private static final String SENT = """
            with held as (
                select id from outbox
                where id = any(array(select unnest(cast(:ids as bigint[])))) and held_until is not null
                for update skip locked
            )
            update outbox
            set sent_at = :now, held_until = null,
                message = (cast(:ids as bigint[]))[(array_position(:ids, id) - 1) / :together * :together + 1]
            where id = any(array(select id from held))
              and (select set_config('synchronous_commit', 'off', true)) is not null
            """;

    private static final String PUT_BACK =
            "update outbox set held_until = null where id = any(:ids) and sent_at is null";

    private static final String RESEND = """
            with sent as (
                select coalesce(message, id) as message, min(sent_at) as since
                from outbox where kind = :kind and sent_at is not null
                group by 1
            ), missing as (
                select message from sent where since <= :before
                order by since
                limit greatest(0, (select count(*) from sent) - :waiting)
            ), overdue as (
                select id from outbox
                where kind = :kind and sent_at <= :before
                  and coalesce(message, id) in (select message from missing)
                for update skip locked
            )
            update outbox set sent_at = null, held_until = null from overdue where outbox.id = overdue.id
            """;
    private static final int LEAST_PER_TENANT = 20;
    /** More than any window, so that a full one is seen to be full. */
    private static final int MOST_COUNTED = 10_000;

    private static final String[] KINDS =
            Arrays.stream(JobKind.values()).map(JobKind::name).toArray(String[]::new);

    private final JdbcClient jdbc;
    private final Clock clock;

    JdbcOutbox(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public List<Entry> take(JobKind kind, int window, int limit, Duration hold) {
        Instant now = clock.instant();
        return jdbc.sql(TAKE)
                .param("kind", kind.name())
                .param("now", utc(now))
                .param("until", utc(now.plus(hold)))
                .param("least", LEAST_PER_TENANT)
                .param("limit", limit)
                .param("window", window)
                .query((row, number) -> new Entry(row.getLong(1), new JobId(row.getObject(2, UUID.class)), kind))
                .list();
    }

    @Override
    public Map<JobKind, Load> load() {
        Instant now = clock.instant();
        Map<JobKind, Load> loads = new EnumMap<>(JobKind.class);
        jdbc.sql(LOAD)
                .param("kinds", KINDS)
                .param("now", utc(now))
                .param("most", MOST_COUNTED)
                .query(row -> {
                    Instant oldest = instant(row, "oldest");
                    Duration age = oldest == null ? Duration.ZERO : Duration.between(oldest, now);
                    loads.put(
                            JobKind.valueOf(row.getString("kind")),
                            new Load(row.getInt("entries"), age, row.getBoolean("due")));
                });
        return loads;
    }

    /** One statement however many there are: the server need not plan it anew for each number of them. */
    private static long[] array(List<Long> ids) {
        return ids.stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public void sent(List<Long> ids, int together) {
        if (!ids.isEmpty()) {
            jdbc.sql(SENT)
                    .param("now", utc(clock.instant()))
                    .param("ids", array(ids))
                    .param("together", together)
                    .update();
        }
    }

    @Override
    public void putBack(List<Long> ids) {
        if (!ids.isEmpty()) {
            jdbc.sql(PUT_BACK).param("ids", array(ids)).update();
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
