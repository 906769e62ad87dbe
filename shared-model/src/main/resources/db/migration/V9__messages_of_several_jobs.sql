-- The first entry of the message that an entry went out in; null for one that went out by itself before there were others.
alter table outbox add column message bigint;
