-- A recording that comes in pieces. As long as it is not finished, its parts hold all that has been received. The last bytes
-- never become a part: they, the call and its job are written in one transaction, which ends the upload.
create table upload (
    id         uuid primary key,
    tenant     text        not null,
    length     bigint      not null check (length > 0),
    received   bigint      not null default 0 check (received between 0 and length),
    -- The request that adds to it; a newer one takes over.
    writer     uuid,
    metadata   text,
    request    jsonb       not null,
    job_id     uuid references job (id) on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null
);
create index upload_unfinished on upload (tenant) where received < length;
create index upload_expiry on upload (expires_at);
create index upload_of_job on upload (job_id) where job_id is not null;

create table upload_part (
    upload_id uuid   not null references upload (id),
    position  bigint not null,
    bytes     bigint not null check (bytes > 0),
    sha256    text   not null,
    blob_key  text   not null unique,
    primary key (upload_id, position)
);
