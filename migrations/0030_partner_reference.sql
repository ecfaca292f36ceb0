-- What organisations that come by a program need to keep up with their own people.

alter table registrations
  add column partner_reference text,
  add constraint registrations_partner_reference check (partner_reference is null or entered_by is not null);
comment on column registrations.partner_reference is 'By which the program of the organisation that entered it knows it: a number of a case, say. Goes with the name.';
create index registrations_partner_reference on registrations (entered_by, partner_reference) where partner_reference is not null;
