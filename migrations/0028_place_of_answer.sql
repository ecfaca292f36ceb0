-- A page that can be looked at later tells what was answered, not what has become of it.

alter table sign_up_attempts
  add column place text,
  add constraint sign_up_attempts_place check (place in ('held', 'queued', 'asked'));
comment on column sign_up_attempts.place is 'What was answered to whoever came by a personal link: by the room alone. Null for everybody else.';
