-- What people may ask of us (GDPR, chapter III): erasure leaves figures, and nobody's name.

alter table registrations add column erased_at timestamptz;
comment on column registrations.erased_at is 'The person had their data erased: what is left names nobody and carries what the door has said, which figures count.';
create index registrations_person_key on registrations (person_key) where person_key is not null;

alter table mails
  add column sealed_address text,
  add constraint mails_sealed_address check (sealed_address is null or (kind = 'erased' and status = 'waiting'));
comment on column mails.sealed_address is 'Where the confirmation of an erasure goes, encrypted by a key of the service and forgotten once it was sent or given up; to_address is empty.';

-- What was typed as an organisation may be the name of the person who is erased; everything else of an entry stays as it is.
grant update (organisation_typed) on attendance_entries to treffpunkt_app;
