import type { Connection } from '../src/db/connect.ts'
import { runSql } from './database.ts'

/** The id of the n-th meeting of a benchmark: known without asking, to us and to pgbench. */
export const meetingId = (n: number): string => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`

/** The same in SQL, of an expression that gives the number. */
export const meetingIdSql = (n: string): string =>
  `('00000000-0000-7000-8000-' || lpad(to_hex((${n})::bigint), 12, '0'))::uuid`

/**
 * Meetings with the numbers `from` to `to` that are open for sign-up in a month from now. Every tenth is one of the
 * network, which have a number in the series of their year; `days` lie between one and the next.
 */
export const openMeetings = (range: { from: number; to: number; capacity: number; days?: number }): string => `
  insert into meetings (id, kind, title, focus_topic, summary, starts_at, ends_at, venue_id, capacity, registration_opens_at, published_at, search_text)
  select ${meetingIdSql('n')}, case when n % 10 = 0 then 'network' else 'specialist' end, case when n % 10 <> 0 then 'Fachveranstaltung ' || n end,
    'Fachkräfte gewinnen und halten', 'Drei Betriebe berichten, danach sprechen wir in kleinen Runden.',
    at, at + interval '3 hours', (select id from venues limit 1), ${range.capacity}, now() - interval '1 day', now() - interval '1 day', 'fachveranstaltung ' || n
  from generate_series(${range.from}, ${range.to}) n
  cross join lateral (select now() + interval '30 days' + make_interval(hours => 24 * ${range.days ?? 0} * (n - ${range.from}))) t (at)`

export const oneVenue = `
  insert into venues (id, name, street, postal_code, municipality, capacity, step_free, search_text)
  values (gen_random_uuid(), 'Kulturhaus Weißenfels', 'Merseburger Straße 14', '06667', 'Weißenfels', 500, true, 'kulturhaus weissenfels')`

const firstNames = ['Aylin', 'Bernd', 'Chiara', 'Daniel', 'Elif', 'Frank', 'Galina', 'Hanna', 'Ibrahim', 'Jana']
const lastNames = ['Petrenko', 'Lindner', 'Haddad', 'Novak', 'Rossi', 'Hoffmann', 'Karimi', 'Nguyen', 'Brandt', 'Sahin']
const oneOf = (names: string[], n: string) => `(array['${names.join("', '")}'])[1 + ${n} % ${names.length}]`

/**
 * So many confirmed registrations for each of the meetings `from` to `to`, a third of them with a consent. Last names
 * are double ones of a hundred.
 */
export const registrations = (range: { from: number; to: number; each: number }): string[] => [
  `insert into registrations (id, meeting_id, person_key, status, address_confirmed_at, first_name, last_name, email, organisation_typed, sector,
     engagement, short_code, source, notice_version, search_text, created_at)
   select gen_random_uuid(), ${meetingIdSql('m')}, 'guest' || n || '@example.org ' || first || ' ' || last, 'confirmed', now(), first, last,
     'guest' || n || '@example.org', 'Verein ' || n % 50, 'civil_society', 'volunteer', upper(to_hex(n)), 'public', 1,
     lower(first || ' ' || replace(last, '-', ' ') || ' guest' || n || ' example org verein ' || n % 50), now() - make_interval(secs => n)
   from generate_series(${range.from}, ${range.to}) m cross join generate_series(1, ${range.each}) n
   cross join lateral (select ${oneOf(firstNames, 'n')}, ${oneOf(lastNames, '(n / 10 + m)')} || '-' || ${oneOf(lastNames, 'n')}) who (first, last)`,
  `insert into consents (id, registration_id, purpose, text_version, language, source)
   select gen_random_uuid(), id, 'contact_list', 1, 'de', 'sign_up' from registrations r
   where hashtext(short_code) % 3 = 0 and not exists (select from consents c where c.registration_id = r.id)`,
]

/**
 * What was written when these people signed up: forms, changes with their public numbers, mails that were sent. What is
 * planned while tables are empty is planned anew only when PostgreSQL has counted them, which it does by the minute.
 */
export const signUpsOfThem: string[] = [
  `insert into sign_up_attempts (id, meeting_id, registration_id, link_version, email, code_sent, expires_at)
   select gen_random_uuid(), meeting_id, id, 1, email, true, now() + interval '48 hours' from registrations`,
  `insert into changes (id, object, object_id, kind, fields, actor_kind, at)
   select gen_random_uuid(), 'registration', id, 'created', array['firstName', 'lastName', 'email'], 'public', created_at from registrations`,
  `insert into change_values (change_id, after) select id, '{"firstName": "Hanna", "lastName": "Lindner"}' from changes`,
  `insert into change_sequence (change_id) select id from changes order by at, id`,
  `insert into mails (id, kind, to_address, subject, registration_id, attempt_id, status, sent_at)
   select gen_random_uuid(), 'confirm', email, 'Anmeldung', registration_id, id, 'sent', now() from sign_up_attempts`,
]

/** Runs statements on a database and has it count what is there, so that it plans as one that has run for long. */
export async function seed(database: Connection, ...statements: string[]): Promise<void> {
  await runSql(database, ...statements, 'vacuum analyze')
}
