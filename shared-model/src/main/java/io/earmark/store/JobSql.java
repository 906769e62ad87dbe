package io.earmark.store;

/** The statements that change a job. Times come from the caller's clock. */
final class JobSql {

    /** The columns that a new job fills; the last ones are {@link #NEWBORN}. */
    private static final String INSERT_INTO_JOB = """
            insert into job (id, kind, tenant, priority, call_id, request, max_attempts, created_at, not_before,
                             state, progress, attempts, cancel_requested, warnings)
            """;

    /** What is alike for all new jobs is no parameter: each costs both sides time. */
    private static final String NEWBORN = "'QUEUED', 0, 0, false, '[]'";

    private static final String RETURN_TURN = "returning id, kind, tenant, priority, not_before";

    /** A job that was only just made, and the outbox entry that announces it. */
    static final String INSERT = "with made as (" + INSERT_INTO_JOB + """
            values (:id, :kind, :tenant, :priority, :call_id, cast(:request as jsonb), :max_attempts, :created_at, :not_before,
            """ + NEWBORN + ")" + RETURN_TURN + """
            )
            insert into outbox (job_id, kind, tenant, priority, due_at)
            select id, kind, tenant, priority, not_before from made
            """;

    /**
     * The same, and all relays are told when it is committed. PostgreSQL lets one transaction that tells commit at a time: only for
     * what is seldom.
     */
    static final String INSERT_AND_TELL = INSERT + "returning pg_notify('earmark_outbox', kind)";

    /** What can change after the job was made. */
    static final String UPDATE = """
            update job
            set state = :state, priority = :priority, progress = :progress, stage = :stage, attempts = :attempts, not_before = :not_before,
                started_at = :started_at, finished_at = :finished_at, lease_token = :lease_token,
                lease_worker = :lease_worker, lease_until = :lease_until, cancel_requested = :cancel_requested,
                failure = cast(:failure as jsonb), warnings = cast(:warnings as jsonb)
            where id = :id
            """;

    static final String ANNOUNCE = """
            insert into outbox (job_id, kind, tenant, priority, due_at, retrying)
            values (:job, :kind, :tenant, :priority, :due, :retrying)
            """;

    /** One that was sent is announced again in its new turn: its message may come twice. */
    static final String RESCHEDULE = """
            update outbox set priority = :priority, due_at = :due, sent_at = null, held_until = null where job_id = :job
            """;

    /**
     * Of a list's members the planner thinks that one passes this, and all do. So the statement is planned once, whatever the
     * list's length, and goes through the indexes however short the tables were just then.
     */
    private static final String ALL = "where asked.number = abs(asked.number)";

    /**
     * Whoever comes second finds no row. The attempt's record and the outbox follow suit, in the same statement. It does
     * not wait for the disk: a claim that the database forgets in a crash was never made, and its token, half of which is
     * chance, is not handed out again though the sequence may repeat. One of several is claimed only if the attempt that a
     * crash of the worker would cost is neither its second nor its last. See RATIONALE.
     */
    static final String CLAIM = """
            with asked as (
                select * from unnest(:ids) with ordinality as asked (id, number)
                """ + ALL + """

                order by id
            ), claimed as (
                update job
                set state = 'RUNNING', attempts = attempts + 1, progress = 0, stage = null,
                    started_at = coalesce(started_at, :now),
                    lease_token = (nextval('lease_token') << 20) | floor(random() * 1048576)::bigint,
                    lease_worker = :worker, lease_until = :until
                from asked
                where job.id = any(array(select id from asked)) and job.id = asked.id
                  and state in ('QUEUED', 'RETRYING') and not_before <= :now
                  and (cardinality(:ids) = 1 or attempts = 0 and max_attempts > 1)
                  and not exists (select from paused_kind where paused_kind.kind = job.kind)
                  and (select set_config('synchronous_commit', 'off', true)) is not null
                returning job.*, asked.number
            ), withdrawn as (
                delete from outbox where job_id = any(array(select id from claimed))
            ), begun as (
                insert into attempt (job_id, token, number, worker, started_at)
                select id, lease_token, attempts, lease_worker, :now from claimed
            )
            select * from claimed order by number
            """;

    /** Of a job that waits, and of no other, there is an entry. A relay that is just sending it marks nothing then. */
    static final String NOT_SENT = "update outbox set sent_at = null, held_until = null where job_id = any(:jobs)";

    /** An expired lease that nobody reaped yet is still its holder's: no one else has begun. */
    static final String KEEP = """
            update job
            set lease_until = :until, progress = greatest(progress, :progress), stage = coalesce(:stage, stage)
            where id = :id and lease_token = :token
            returning cancel_requested
            """;

    static final String LOCK = "select * from job where id = :id and tenant = :tenant for update";

    static final String LOCK_HELD = "select * from job where id = :id and lease_token = :token for update";

    /** Narrows to jobs that run: each has an attempt that has not ended, and there is an index of these. */
    static final String IN_HAND = "id = any(array(select job_id from attempt where finished_at is null))";

    static final String LOCK_EXPIRED = "select * from job where " + IN_HAND + """
             and state = 'RUNNING' and lease_until <= :now and kind = any(:known)
            order by lease_until
            limit :limit
            for update skip locked
            """;

    static final String ATTEMPT_ENDED = """
            update attempt set finished_at = :now, outcome = :outcome, detail = :detail
            where job_id = :job and token = :token
            """;

    /**
     * What {@link io.earmark.job.Job#succeeded} says, the attempt's end, the result, and the next stage's job with its outbox
     * entry, of each while its token is still the lease's and nobody asked to cancel. Relays are told of such an entry, which is
     * held for the first of them.
     */
    private static final String SUCCEED = """
            with asked as (
                select * from unnest(:ids, :tokens, :warnings, :keys, :bodies, :nexts) with ordinality
                    as asked (id, token, warnings, key, body, next, number)
                """ + ALL + """

                order by id
            ), done as (
                update job
                set state = 'SUCCEEDED', progress = 1, stage = null, finished_at = :now, lease_token = null,
                    lease_worker = null, lease_until = null, failure = null, warnings = cast(asked.warnings as jsonb)
                from asked
                where job.id = any(array(select id from asked)) and job.id = asked.id
                  and lease_token = asked.token and not cancel_requested %s
                returning job.*, asked.token, asked.key, asked.body, asked.next
            ), ended as (
                update attempt set finished_at = :now, outcome = 'SUCCEEDED'
                from done
                where attempt.job_id = any(array(select id from done))
                  and attempt.job_id = done.id and attempt.token = done.token
            ), kept as (
                insert into result (job_id, kind, call_id, audio_key, body, created_at)
                select id, kind, call_id, key, cast(body as jsonb), :now from done
            ), made as (
                """ + INSERT_INTO_JOB + """
                select next, following.kind, tenant, priority, call_id, '{}', following.max_attempts, :now, :now,
                """ + NEWBORN + """

                from done join unnest(:stages, :followers, :limits) as following (stage, kind, max_attempts)
                  on following.stage = done.kind
                """ + RETURN_TURN + """
            ), announced as (
                insert into outbox (job_id, kind, tenant, priority, due_at, held_until)
                select id, kind, tenant, priority, not_before, :held from made
                returning kind, id, job_id
            )
            select done.*, %s as heard,
                   (select count(pg_notify('earmark_outbox', concat_ws(' ', kind, id, job_id))) from announced) as told
            from done
            """;

    /** Unless anybody might want to hear of one of them: then of none. */
    static final String SUCCEED_UNHEARD = SUCCEED.formatted("""
                  and not exists (
                      select from job as done where done.id = any(array(select id from asked)) and (""" + JdbcEvents.HEARD + "))", "false");

    /** It says whether anybody might want to hear of it. */
    static final String SUCCEED_HEARD = SUCCEED.formatted("", "(" + JdbcEvents.HEARD + ")");

    private JobSql() {}
}
