-- A recorded call, as it was accepted. Its audio is in the blob store.
create table call (
    id               uuid primary key,
    tenant           text             not null,
    audio_key        text             not null unique,
    audio_sha256     text             not null,
    audio_bytes      bigint           not null,
    container        text             not null,
    codec            text             not null,
    duration_seconds double precision not null,
    channels         integer          not null,
    sample_rate      integer          not null,
    metadata         jsonb            not null,
    created_at       timestamptz      not null
);
create index call_newest on call (tenant, created_at desc, id desc);

-- Each claim takes the next value: a lease's fencing token.
create sequence lease_token;

create table job (
    id               uuid primary key,
    kind             text             not null,
    state            text             not null,
    tenant           text             not null,
    priority         smallint         not null check (priority between 0 and 9),
    call_id          uuid references call (id),
    request          jsonb            not null,
    progress         double precision not null,
    stage            text,
    attempts         integer          not null,
    max_attempts     integer          not null,
    created_at       timestamptz      not null,
    not_before       timestamptz      not null,
    started_at       timestamptz,
    finished_at      timestamptz,
    lease_token      bigint,
    lease_worker     text,
    lease_until      timestamptz,
    cancel_requested boolean          not null,
    failure          jsonb,
    warnings         jsonb            not null,
    -- A lease is held while RUNNING and at no other time.
    check ((state = 'RUNNING') = (lease_token is not null)),
    check ((lease_token is null) = (lease_until is null) and (lease_token is null) = (lease_worker is null))
);
create index job_newest on job (tenant, created_at desc, id desc);
create index job_of_call on job (call_id, kind);
create index job_lease on job (lease_until) where state = 'RUNNING';
create index job_waiting on job (kind, priority desc, created_at, id) where state in ('QUEUED', 'RETRYING');

create table attempt (
    job_id      uuid        not null references job (id) on delete cascade,
    -- The token numbers claims, handed-back ones too; the attempt's own number is what counts towards the limit.
    token       bigint      not null,
    number      integer     not null,
    worker      text        not null,
    started_at  timestamptz not null,
    finished_at timestamptz,
    outcome     text,
    detail      text,
    primary key (job_id, token)
);

-- At most one result for a job, by its key.
create table result (
    job_id     uuid primary key references job (id) on delete cascade,
    kind       text        not null,
    call_id    uuid references call (id),
    audio_key  text unique,
    body       jsonb       not null,
    created_at timestamptz not null
);
create index result_of_call on result (call_id, kind, created_at desc);

-- A waiting job that is yet to be announced, or was and has not been claimed.
create table outbox (
    id         bigint generated always as identity primary key,
    job_id     uuid        not null unique references job (id) on delete cascade,
    kind       text        not null,
    tenant     text        not null,
    priority   smallint    not null,
    due_at     timestamptz not null,
    held_until timestamptz,
    sent_at    timestamptz
);
create index outbox_due on outbox (kind, priority desc, due_at, id) where sent_at is null;
create index outbox_sent on outbox (kind, sent_at) where sent_at is not null;

-- Keys are 256 random bits, kept as their SHA-256.
create table api_key (
    id           uuid primary key,
    tenant       text        not null,
    name         text        not null,
    prefix       text        not null,
    hash         bytea       not null unique,
    created_at   timestamptz not null,
    last_used_at timestamptz,
    revoked_at   timestamptz
);
