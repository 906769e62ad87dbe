-- An outbox entry, an attempt and a result are written by the statement that writes their job, or under its row's lock: there
-- is nothing to look up, and to look it up cost each of them more than its row. They still go when their job goes.
alter table outbox drop constraint outbox_job_id_fkey;
alter table attempt drop constraint attempt_job_id_fkey;
alter table result drop constraint result_job_id_fkey;

create function remove_what_jobs_left() returns trigger language plpgsql as $$
begin
    delete from outbox where job_id = any(array(select id from gone));
    delete from attempt where job_id = any(array(select id from gone));
    delete from result where job_id = any(array(select id from gone));
    return null;
end
$$;
create trigger remove_what_jobs_left after delete on job referencing old table as gone
    for each statement execute function remove_what_jobs_left();

-- PostgreSQL reads a condition's text anew for each statement that writes a row. The one that is kept is what the reaper
-- lives by: who runs has a lease that runs out.
alter table job drop constraint job_check, drop constraint job_check1, drop constraint job_priority_check;
alter table job add constraint job_lease check ((state = 'RUNNING') = (lease_until is not null));

-- What is spoken for nobody's call has no entry here.
drop index result_of_call;
create index result_of_call on result (call_id, kind, created_at desc) where call_id is not null;
