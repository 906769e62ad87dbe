-- Where a tenant's events are sent: an ENDPOINT that it registered, or a CALLBACK, a URL that came with a submission.
create table webhook_endpoint (
    id            uuid primary key,
    tenant        text        not null,
    kind          text        not null check (kind in ('ENDPOINT', 'CALLBACK')),
    url           text        not null,
    description   text,
    -- Empty: every type.
    types         text[]      not null,
    payload       text        not null check (payload in ('THIN', 'FULL')),
    state         text        not null check (state in ('ENABLED', 'PAUSED', 'DISABLED')),
    notice        text,
    created_at    timestamptz not null,
    -- Since when nothing got through; null while all is well.
    failing_since timestamptz,
    -- Attempts in a row that found nobody to talk to.
    unanswered    integer     not null default 0,
    blocked_until timestamptz,
    slow          boolean     not null default false
);
create index webhook_endpoint_of_tenant on webhook_endpoint (tenant, created_at desc, id desc);
create unique index webhook_callback_url on webhook_endpoint (tenant, url) where kind = 'CALLBACK';

-- Encrypted with the operator's key. Without an endpoint: the tenant's own, for callbacks.
create table webhook_key (
    id          uuid primary key,
    tenant      text        not null,
    endpoint_id uuid references webhook_endpoint (id) on delete cascade,
    algorithm   text        not null check (algorithm in ('HMAC', 'ED25519')),
    secret      bytea       not null,
    public_key  text,
    created_at  timestamptz not null,
    expires_at  timestamptz
);
create index webhook_key_of_endpoint on webhook_key (endpoint_id);
create index webhook_key_of_tenant on webhook_key (tenant) where endpoint_id is null;

-- Which submissions asked for a callback: a call with all its stages, or a job alone.
create table webhook_callback (
    endpoint_id uuid not null references webhook_endpoint (id) on delete cascade,
    call_id     uuid references call (id) on delete cascade,
    job_id      uuid references job (id) on delete cascade,
    check ((call_id is null) <> (job_id is null))
);
create index webhook_callback_of_call on webhook_callback (call_id) where call_id is not null;
create index webhook_callback_of_job on webhook_callback (job_id) where job_id is not null;
create index webhook_callback_of_endpoint on webhook_callback (endpoint_id);

-- What happened, written in the transaction that made it so, if anyone wants to hear of it.
create table event (
    id          uuid primary key,
    tenant      text        not null,
    type        text        not null,
    job_id      uuid references job (id) on delete cascade,
    call_id     uuid references call (id) on delete cascade,
    detail      jsonb       not null,
    occurred_at timestamptz not null
);
create index event_of_job on event (job_id);
create index event_of_call on event (call_id);
create index event_age on event (occurred_at);

-- An event on its way to an endpoint. Those about the same thing go in the order of their numbers.
create table webhook_delivery (
    number       bigint generated always as identity primary key,
    id           uuid        not null unique,
    endpoint_id  uuid        not null references webhook_endpoint (id) on delete cascade,
    event_id     uuid        not null references event (id) on delete cascade,
    about        uuid        not null,
    state        text        not null check (state in ('PENDING', 'DELIVERED', 'FAILED')),
    -- Tries since the event or the last redelivery; the place in the schedule.
    tries        integer     not null default 0,
    -- All attempts ever begun. A lease is known by it.
    attempts     integer     not null default 0,
    due_at       timestamptz not null,
    leased_until timestamptz,
    created_at   timestamptz not null,
    finished_at  timestamptz,
    body         text
);
create index webhook_delivery_due on webhook_delivery (endpoint_id, due_at, number) where state = 'PENDING';
create index webhook_delivery_order on webhook_delivery (endpoint_id, about, number) where state = 'PENDING';
create index webhook_delivery_leased on webhook_delivery (endpoint_id) where leased_until is not null;
create index webhook_delivery_of_endpoint on webhook_delivery (endpoint_id, number desc);
create index webhook_delivery_of_event on webhook_delivery (event_id);

create table webhook_attempt (
    delivery    bigint      not null references webhook_delivery (number) on delete cascade,
    attempt     integer     not null,
    started_at  timestamptz not null,
    -- Null while it runs, or if its gateway died.
    duration_ms bigint,
    status      integer,
    error       text,
    answer      text,
    primary key (delivery, attempt)
);
