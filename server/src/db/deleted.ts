import { sql, type SqlBool } from 'kysely'

/** What was deleted can be brought back for 30 days: true of a deleted row while that is so. */
export const stillRestorable = sql<SqlBool>`deleted_at > now() - interval '30 days'`

/** True of a deleted row once it is final. */
export const isFinal = sql<SqlBool>`deleted_at <= now() - interval '30 days'`

/** What is erased when it is final, with its table; views go with their noun. */
export const purged = {
  meeting: 'meetings',
  venue: 'venues',
  organisation: 'organisations',
  person: 'people',
  working_group: 'working_groups',
} as const
export type Purged = keyof typeof purged

/**
 * Why a deleted row stays (SQL over the table as `o`): others that are there name it. Past meetings name their venue,
 * people who took part are tied to who they are in the directory.
 */
const named: Record<Purged, string> = {
  meeting: 'false',
  venue: 'exists (select from meetings m where o.id in (m.venue_id, m.original_venue_id))',
  organisation: `exists (select from affiliations f where f.organisation_id = o.id)
    or exists (select from registrations r where r.organisation_id = o.id)
    or exists (select from attendance_entries e where e.organisation_id = o.id)
    or exists (select from attendance a where a.organisation_id = o.id)
    or exists (select from walk_ins w where w.organisation_id = o.id)`,
  person: 'exists (select from registrations r where r.person_id = o.id)',
  working_group: 'exists (select from meetings m where m.working_group_id = o.id)',
}

/** What is deleted, final, and named by nothing that is there (SQL over the table as `o`). */
export const dueForPurge = (object: Purged, days = 30): string =>
  `o.deleted_at <= now() - interval '${days} days' and not (${named[object]})`
