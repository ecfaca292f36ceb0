-- Several people signed up in one go, by one of them.

alter table registrations
  add column signed_up_with uuid,
  add column signed_up_by uuid references registrations (id) on delete set null;
comment on column registrations.signed_up_with is 'The same for all whom one form signed up: whoever confirms one of them confirms those at the same address as well. Newer forms replace it.';
comment on column registrations.signed_up_by is 'Whose form, or whose personal link, signed the person up: where their data come from (Art. 14 GDPR). Null for whoever did so themselves.';
create index registrations_signed_up_with on registrations (signed_up_with) where signed_up_with is not null;
create index registrations_signed_up_by on registrations (signed_up_by) where signed_up_by is not null;

alter table sign_up_attempts add column people jsonb;
comment on column sign_up_attempts.people is 'Everybody on a form for several: the name as it was typed, and the place that the room had for them. Shown to whoever sent it.';
