-- Kinds of job of which nothing is announced and nothing claimed until somebody lets them go on.
create table paused_kind (
    kind      text primary key,
    paused_at timestamptz not null,
    paused_by text        not null
);
