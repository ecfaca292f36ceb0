-- What is left of people after 12 months, and of those who came without a registration.

alter table walk_ins add column erased_at timestamptz;
comment on column walk_ins.erased_at is 'The name is gone: asked for, or 12 months after the meeting. What is left carries what the door has said.';

alter table registrations add column speaks_alone boolean not null default false;
comment on column registrations.speaks_alone is 'The name was changed by the personal link to that of somebody else in the same mailbox: the link proves this registration only, not who else bears the name.';
