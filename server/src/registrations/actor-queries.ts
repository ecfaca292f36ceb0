import { sql, type SqlBool } from 'kysely'

/**
 * Was change `c` of a registration, or of its person, made by somebody else's registration: of who signed them up, or whose
 * place they took over? What people agree to and that they are erased is theirs alone, on all of their registrations by the
 * link of one.
 */
export const isByOtherAttendee = (
  c: string,
) => sql<SqlBool>`(${sql.ref(`${c}.actorKind`)} = 'attendee' and case ${sql.ref(`${c}.object`)}
  when 'registration' then ${sql.ref(`${c}.actorId`)} <> ${sql.ref(`${c}.objectId`)}
    and ${sql.ref(`${c}.kind`)} <> 'erased' and ${sql.ref(`${c}.fields`)} <> array['consents']
  when 'person' then exists (select from registrations own where own.id = ${sql.ref(`${c}.actorId`)} and own.person_id <> ${sql.ref(`${c}.objectId`)})
  else false end)`
