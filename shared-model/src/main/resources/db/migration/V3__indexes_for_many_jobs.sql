-- Heartbeats change lease_until each second: without it in an index they touch no index at all (HOT). The reaper looks at
-- the running jobs, which are few. Room on each page for the row's next versions.
drop index job_lease;
create index job_running on job (kind) where state = 'RUNNING';
alter table job set (fillfactor = 80);

-- For gauges; what waits in which order is the outbox's to know.
drop index job_waiting;
create index job_waiting on job (kind, state) where state in ('QUEUED', 'RETRYING');

-- To leap from tenant to tenant, and to the head of each.
create index outbox_tenant on outbox (kind, tenant, priority desc, due_at, id) where sent_at is null;

-- Every job passes through the outbox: its dead rows are cleared after so many, not after a share of a long table.
alter table outbox set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
                        autovacuum_vacuum_cost_delay = 0);
alter table job set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000);
alter table attempt set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000, fillfactor = 90);
