-- Whoever waits or asks without a confirmed address is looked for by every batch of sign-ups: has the time of one run out?
create index registrations_queue_expiring on registrations (meeting_id, expires_at)
  where status in ('waitlisted', 'pending') and address_confirmed_at is null;
