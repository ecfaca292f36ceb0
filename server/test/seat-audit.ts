import type pg from 'pg'

// An oracle that knows nothing of the service: triggers that look at every transaction when it commits, while it still
// holds its locks. They write down what must never happen; a test reads it at the end.

/** SQL: whether a row of registrations holds a seat now. */
export const holds = (row: string) =>
  `(${row}.status in ('unconfirmed', 'confirmed', 'offered') and (${row}.expires_at is null or ${row}.expires_at > now()))`

const roomFunction = `
-- Whether somebody of an organisation could have a seat, were it not for one registration: everybody who holds one is put
-- into the contingent of their organisation, else into that of their sector, else among the others. Online, a place is a place.
create or replace function audit_room(meeting uuid, organisation uuid, attending text, without uuid) returns boolean language plpgsql stable security definer set search_path = public as $$
declare
  kept jsonb := (select coalesce(jsonb_object_agg(coalesce(organisation_id::text, sector), seats), '{}') from contingents
    where meeting_id = meeting and releases_at > now());
  left_over integer := (select capacity from meetings where id = meeting);
  one record;
begin
  if attending = 'online' then
    return coalesce((select online_capacity from meetings where id = meeting) > (select count(*) from registrations r
      where r.meeting_id = meeting and r.attends = 'online' and r.id is distinct from without and ${holds('r')}), true);
  end if;
  if left_over is null then return true; end if;
  for one in
    select o.id::text as organisation, o.sector, true as seated from registrations r left join organisations o on o.id = r.organisation_id
      where r.meeting_id = meeting and r.attends is distinct from 'online' and r.id is distinct from without and ${holds('r')}
    union all select o.id::text, o.sector, false from (select) x left join organisations o on o.id = audit_room.organisation
    order by seated desc
  loop
    if not one.seated then
      return left_over > 0 and (coalesce((kept ->> one.organisation)::integer, 0) > 0 or coalesce((kept ->> one.sector)::integer, 0) > 0
        or left_over > (select coalesce(sum(value::integer), 0) from jsonb_each_text(kept)));
    end if;
    left_over := left_over - 1;
    if (kept ->> one.organisation)::integer > 0 then
      kept := jsonb_set(kept, array[one.organisation], to_jsonb((kept ->> one.organisation)::integer - 1));
    elsif (kept ->> one.sector)::integer > 0 then
      kept := jsonb_set(kept, array[one.sector], to_jsonb((kept ->> one.sector)::integer - 1));
    end if;
  end loop;
end $$;`

const triggers = `
create table seat_violations (rule text not null, registration_id uuid not null, detail text not null);

-- How many seats of a kind the transaction has given more than it has taken back, so far.
create function audit_setting(meeting uuid, attending text) returns text language sql immutable as $$
  select 'audit.' || case when attending = 'online' then 'o' else 'm' end || replace(meeting::text, '-', '')
$$;
create function audit_raised(setting text) returns integer language sql as $$
  select coalesce(nullif(current_setting(setting, true), ''), '0')::integer
$$;
create function audit_raise(setting text, raised integer) returns void language sql as $$
  select set_config(setting, (audit_raised(setting) + raised)::text, true)
$$;
create function audit_count() returns trigger language plpgsql security definer set search_path = public as $$
begin
  -- the meeting is mixed now, or not any more: nobody was given anything
  if tg_op = 'UPDATE' and (old.attends is null) <> (new.attends is null) then return null; end if;
  if tg_op <> 'INSERT' and ${holds('old')} then perform audit_raise(audit_setting(old.meeting_id, old.attends), -1); end if;
  if tg_op <> 'DELETE' and ${holds('new')} then perform audit_raise(audit_setting(new.meeting_id, new.attends), 1); end if;
  return null;
end $$;
create trigger audit_count after insert or update or delete on registrations for each row execute function audit_count();

create function audit_commit() returns trigger language plpgsql security definer set search_path = public as $$
declare
  raised integer := audit_raised(audit_setting(new.meeting_id, new.attends));
  seats integer := (select case when new.attends = 'online' then online_capacity else capacity end from meetings where id = new.meeting_id);
  held integer := (select count(*) from registrations r where r.meeting_id = new.meeting_id and ${holds('r')}
    and (r.attends is not distinct from 'online') = (new.attends is not distinct from 'online'));
begin
  if raised > 0 and held > seats then
    insert into seat_violations values ('I1', new.id, held || ' held of ' || seats || coalesce(' ' || new.attends, '') || ', raised by ' || raised);
  end if;
  -- on site is another seat than online
  if ${holds('new')} and (tg_op = 'INSERT' or not ${holds('old')} or old.attends <> new.attends) then
    -- a seat that was handed over was never free
    if exists (select from registrations s where s.substituted_by = new.id) then
      null;
    elsif tg_op = 'UPDATE' and old.status = 'waitlisted' and old.address_confirmed_at is not null then
      if exists (select from registrations r where r.meeting_id = new.meeting_id and r.status = 'waitlisted'
          and r.address_confirmed_at is not null and (r.queued_at, r.id) < (old.queued_at, old.id) and r.attends is not distinct from new.attends
          -- who confirms in this transaction came after the seat was given
          and r.xmin <> pg_current_xact_id()::xid
          -- whom the seat was for as well
          and audit_room(r.meeting_id, r.organisation_id, r.attends, new.id)) then
        insert into seat_violations values ('I8', new.id, 'overtook another in the queue');
      end if;
    elsif exists (select from registrations r where r.meeting_id = new.meeting_id and r.status = 'waitlisted'
        and r.address_confirmed_at is not null and r.id <> new.id and r.attends is not distinct from new.attends
        and audit_room(r.meeting_id, r.organisation_id, r.attends, new.id)) then
      insert into seat_violations values ('I8', new.id, 'was given a seat past the queue');
    end if;
  end if;
  return null;
end $$;
create constraint trigger audit_commit after insert or update on registrations
  deferrable initially deferred for each row execute function audit_commit()`

/** Puts the oracle into a database, as the owner. */
export async function auditSeats(owner: pg.Client | pg.Pool): Promise<void> {
  await owner.query(roomFunction)
  await owner.query(triggers)
}

/** What the oracle saw: I1 a transaction raised the seats held above capacity; I8 somebody was served out of turn. */
export async function seatViolations(owner: pg.Client | pg.Pool): Promise<string[]> {
  const { rows } = await owner.query<{ rule: string; detail: string }>('select rule, detail from seat_violations')
  return rows.map(({ rule, detail }) => `${rule}: ${detail}`)
}

/**
 * What the rows of all meetings say when nothing runs any more.
 * @returns a line for each broken rule: I3 one live registration per person and meeting, I5 one entry in the log per
 * change and one number per entry, I8 no free seat while somebody waits.
 */
export async function brokenRules(owner: pg.Client | pg.Pool): Promise<string[]> {
  await owner.query(roomFunction)
  const { rows } = await owner.query<{ broken: string }>(`
    select 'I3: ' || person_key || ' is there ' || count(*) || ' times' as broken from registrations
      where person_key is not null and status in ('pending', 'unconfirmed', 'confirmed', 'waitlisted', 'offered') group by meeting_id, person_key having count(*) > 1
    union all
    select 'I5: ' || o.object || ' ' || o.id || ' has version ' || o.version || ' and ' || count(c.id) || ' entries'
      from (
        select 'registration' as object, id, version from registrations union all
        select 'meeting', id, version from meetings union all
        select 'person', id, version from people union all
        select 'venue', id, version from venues union all
        select 'organisation', id, version from organisations union all
        select 'working_group', id, version from working_groups
      ) o left join changes c on c.object = o.object and c.object_id = o.id
      group by o.object, o.id, o.version having count(c.id) <> o.version
    union all
    select 'I5: a change has ' || count(*) || ' numbers' from change_sequence group by change_id having count(*) > 1
    union all
    select 'I8: meeting ' || m.id || ' has free seats while somebody waits' from meetings m
      where m.starts_at > now() and m.cancelled_at is null
        and exists (select from registrations r where r.meeting_id = m.id and r.status = 'waitlisted' and r.address_confirmed_at is not null
          and audit_room(m.id, r.organisation_id, r.attends, null))`)
  return rows.map(({ broken }) => broken)
}
