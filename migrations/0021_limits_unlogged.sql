-- Counters of limits need not survive a crash: without a log of their own nobody waits for the disk because of them.
alter table rate_limits set unlogged;
