-- To find calls by what was said, by whom, and by what came of it.
create index result_said on result using gin (to_tsvector('english', jsonb_path_query_array(body, '$.utterances[*].text')))
    where kind = 'TRANSCRIBE';
create index result_moments on result using gin ((body -> 'moments') jsonb_path_ops) where kind = 'COACH';
create index call_agent on call (tenant, lower(metadata ->> 'agent'), created_at desc) where metadata ->> 'agent' is not null;
create index call_customer on call (tenant, lower(metadata ->> 'customer'), created_at desc)
    where metadata ->> 'customer' is not null;
create index call_tags on call using gin ((metadata -> 'tags') jsonb_path_ops);

-- A call that is held is not removed, by nobody.
alter table call add column held_at timestamptz;
alter table call add column held_why text;
alter table call add column held_by text;

-- How long a tenant wants its calls kept, in days.
create table tenant_retention (
    tenant     text primary key,
    calls_days integer     not null check (calls_days > 0),
    set_at     timestamptz not null
);

-- The receipt for a call that was forgotten. Nothing of the call is in it but its id and its recording's hash.
create table erasure (
    id          uuid primary key,
    tenant      text        not null,
    call_id     uuid        not null,
    erased_at   timestamptz not null,
    erased_by   text        not null,
    audio_sha256 text       not null,
    -- In its order, for people.
    removed     json        not null,
    -- Files that are yet to go; empty once they have.
    blobs       text[]      not null
);
create index erasure_newest on erasure (tenant, erased_at desc, id desc);
create index erasure_unfinished on erasure (erased_at) where blobs <> '{}';
