-- No index of job holds what a claim, a heartbeat or a result changes, not even in its condition: so these write no index
-- (HOT), and the row's old versions are cleared from its page by the next writer, without a vacuum. Which jobs run is known by
-- their open attempts, which wait and why by the outbox.
create index attempt_open on attempt (job_id) where finished_at is null;
drop index job_running;
drop index job_waiting;
alter table outbox add column retrying boolean not null default false;
update outbox set retrying = true from job where job.id = outbox.job_id and job.state = 'RETRYING';
create index outbox_retrying on outbox (kind) where retrying;

-- A result leaves no failure, and most jobs never have one: this is written by failures alone.
create index job_failed on job (tenant, created_at desc, id desc) where failure is not null;

-- For retention, which finds speech by its age; what is of a call goes with the call.
drop index job_of_call;
create index job_of_call on job (call_id, kind) where call_id is not null;
create index job_speech on job (created_at) where call_id is null;
create index call_oldest on call (created_at);
