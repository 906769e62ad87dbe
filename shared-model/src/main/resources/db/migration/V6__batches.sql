-- Recordings that were handed in together. It is COMPLETED when each of its items has ended, or CANCELLED if it was asked to
-- stop before.
create table batch (
    id           uuid primary key,
    tenant       text        not null,
    -- The client's own name for it; need not be unique.
    reference    text,
    state        text        not null check (state in ('OPEN', 'COMPLETED', 'CANCELLED')),
    priority     smallint    not null check (priority between 0 and 9),
    reuse        boolean     not null,
    -- Whether the callback is told of each call, too.
    call_events  boolean     not null,
    callback_id  uuid references webhook_endpoint (id) on delete set null,
    items        integer     not null check (items > 0),
    created_at   timestamptz not null,
    cancelled_at timestamptz,
    finished_at  timestamptz,
    check ((state = 'OPEN') = (finished_at is null))
);
create index batch_newest on batch (tenant, created_at desc, id desc);
create index batch_of_reference on batch (tenant, reference, created_at desc, id desc) where reference is not null;
create index batch_open on batch (tenant, id) where state = 'OPEN';
create index batch_of_callback on batch (callback_id) where callback_id is not null;

-- One recording of a batch. Its audio is its own until it becomes a call's.
create table batch_item (
    batch_id      uuid        not null references batch (id) on delete cascade,
    number        integer     not null check (number > 0),
    reference     text,
    state         text        not null
        check (state in ('AWAITING_UPLOAD', 'WAITING', 'PROCESSING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    url           text,
    -- As the client said, or as it is.
    sha256        text,
    metadata      jsonb       not null,
    audio_key     text,
    audio_bytes   bigint,
    format        jsonb,
    call_id       uuid references call (id) on delete set null,
    error         jsonb,
    tries         integer     not null default 0,
    due_at        timestamptz not null,
    -- Of the gateway that is just fetching it or handing it to the engine.
    claim         uuid,
    claimed_until timestamptz,
    ended_at      timestamptz,
    primary key (batch_id, number),
    check ((claim is null) = (claimed_until is null)),
    check (claim is null or state = 'WAITING'),
    check ((ended_at is not null) = (state in ('SUCCEEDED', 'FAILED', 'CANCELLED')))
);
create index batch_item_state on batch_item (batch_id, state, number);
create index batch_item_here on batch_item (batch_id, due_at, number) where state = 'WAITING' and audio_key is not null;
create index batch_item_to_fetch on batch_item (batch_id, due_at, number) where state = 'WAITING' and audio_key is null;
create index batch_item_processing on batch_item (batch_id) where state = 'PROCESSING';
create index batch_item_claimed on batch_item (batch_id) where claim is not null;
create index batch_item_of_call on batch_item (call_id) where call_id is not null;
create index batch_item_of_audio on batch_item (audio_key) where audio_key is not null;

alter table event add column batch_id uuid references batch (id) on delete cascade;
create index event_of_batch on event (batch_id) where batch_id is not null;
