-- A search among the registrations of one meeting reads what that meeting has, not every match of the network.
create extension if not exists btree_gin;
drop index registrations_search;
create index registrations_search on registrations using gin (meeting_id, search_text gin_trgm_ops);
