-- Kinds of job of which nothing is announced and nothing claimed until somebody lets them go on.
create table paused_kind (
    kind      text primary key,
    paused_at timestamptz not null,
    paused_by text        not null
);

-- What a client's Idempotency-Key stands for: a request under way (claim), or the answer that it got.
create table idempotency_key (
    tenant        text        not null,
    key           text        not null,
    claim         uuid,
    claimed_until timestamptz,
    expires_at    timestamptz not null,
    fingerprint   text,
    job_id        uuid,
    status        smallint,
    location      text,
    body          text,
    primary key (tenant, key),
    check ((claim is null) = (claimed_until is null) and (claim is null) = (status is not null)),
    check ((status is null) = (fingerprint is null) and (status is null) = (body is null))
);
create index idempotency_key_expiry on idempotency_key (expires_at);

-- Messages that no worker could decode, or that came back too often; taken from the broker's queue. Text that comes from
-- outside is kept so that nothing in it can be refused: bytes, and JSON in ASCII.
create table dead_letter (
    id          uuid primary key,
    digest      text        not null unique,
    received_at timestamptz not null,
    last_at     timestamptz not null,
    times       integer     not null,
    queue       text,
    reason      text,
    body        bytea       not null,
    properties  text        not null,
    job_id      uuid,
    kind        text,
    complaint   text
);
create index dead_letter_newest on dead_letter (received_at desc, id desc);

-- Where a transcript may be reused: by the recording's content, and which engine made the newest of all.
create index call_of_audio on call (tenant, audio_sha256);
create index result_newest_transcript on result (created_at desc) where kind = 'TRANSCRIBE';
