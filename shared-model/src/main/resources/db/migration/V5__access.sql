-- What a key may do, until when, and the secret of before its last rotation, while both are good. Keys that there are
-- could do all of it; so can one that a gateway of the version before writes, which is only ever the operator's own.
alter table api_key
    add column scopes              text[]  not null default '{submit,read,operate,admin}',
    add column expires_at          timestamptz,
    add column old_hash            bytea unique,
    add column old_prefix          text,
    add column old_until           timestamptz,
    -- What it was made with: a key from outside that was rotated away must not come in as a new one.
    add column first_hash          bytea unique,
    -- Null: what the settings say.
    add column submissions_per_day integer check (submissions_per_day > 0),
    add constraint api_key_old check ((old_hash is null) = (old_until is null) and (old_hash is null) = (old_prefix is null));
update api_key set first_hash = hash;
create index api_key_newest on api_key (tenant, created_at desc, id desc);

-- What a key has handed in on a day (UTC); counted only where there is a quota.
create table submission_count (
    key_id      uuid    not null references api_key (id) on delete cascade,
    day         date    not null,
    submissions integer not null,
    primary key (key_id, day)
);
create index submission_count_day on submission_count (day);

-- Who asked for a change, and what came of it. Entries outlive keys, so they point at none.
create table audit_entry (
    id         bigint generated always as identity primary key,
    tenant     text        not null,
    key_id     uuid,
    actor      text        not null,
    action     text        not null,
    -- Compared by bytes, so that an index finds all that begins alike.
    resource   text collate "C" not null,
    address    text        not null,
    started_at timestamptz not null,
    -- Null while it is under way, or if its gateway died.
    status     smallint
);
create index audit_entry_newest on audit_entry (tenant, id desc);
create index audit_entry_resource on audit_entry (tenant, resource);
create index audit_entry_age on audit_entry (started_at);
