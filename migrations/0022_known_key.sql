-- A wrong key is noticed before it makes links void: the database remembers which key it was used with.

create table known_key (
  singleton boolean primary key default true check (singleton),
  fingerprint text not null,
  since timestamptz not null default now()
);
comment on table known_key is 'The key that links and tickets are signed with, by a fingerprint that does not give it away.';
comment on column known_key.fingerprint is 'HMAC of a constant under a key derived from the secret key.';
