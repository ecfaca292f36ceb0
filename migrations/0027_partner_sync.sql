-- What organisations that come by a program need to keep up with their own people.

alter table registrations
  add column partner_reference text,
  add constraint registrations_partner_reference check (partner_reference is null or entered_by is not null);
comment on column registrations.partner_reference is 'By which the program of the organisation that entered it knows it: a number of a case, say. Goes with the name.';
create index registrations_partner_reference on registrations (entered_by, partner_reference) where partner_reference is not null;

alter table mails
  add column organisation_id uuid references organisations (id) on delete set null;
comment on column mails.organisation_id is 'The organisation whose program is the reason of this mail, where nothing else tells: it wanted to enter somebody who had signed up already.';
create index mails_organisation on mails (organisation_id) where organisation_id is not null;
