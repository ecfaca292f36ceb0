import { sql } from 'kysely'
import { personKey } from '@treffpunkt/shared/names'
import type { KnownFrom } from '@treffpunkt/shared/sign-up'
import type { Db } from '../db/connect.ts'
import { equalTokens, idOfToken, type Keys } from '../http/keys.ts'
import { againToken, invitationToken } from './tokens.ts'

/** Somebody whom a personal link names, before they sign up for the meeting it is for. */
export type Known = {
  /** Null for a link from an earlier registration. */
  invitationId: string | null
  /** By which they are the same person. */
  personKey: string
  known: KnownFrom
}

type Row = KnownFrom & { id: string; linkVersion: number }

// what is known of registration `r`, beside name and address
const from = sql`r.link_version, r.language, r.sector, r.engagement,
  case when o.id is null then r.organisation_typed end as organisation_typed,
  case when o.id is not null then json_build_object('id', o.id, 'name', o.name) end as organisation
from registrations r left join organisations o on o.id = r.organisation_id and o.deleted_at is null`

/** Until it begins a meeting can be signed up for by a link. */
const isToCome = (meetingId: string) => sql`exists (select from meetings m
  where m.id = ${meetingId}::uuid and m.starts_at > now() and m.published_at is not null and m.deleted_at is null)`

/**
 * Whom a personal link to the form of a meeting names: somebody who was invited, or was registered for another meeting.
 * Undefined for a link that is wrong, for another meeting, or too late; and for whoever is forgotten.
 */
export async function findKnown(db: Db, keys: Keys, meetingId: string, token: string): Promise<Known | undefined> {
  const id = idOfToken(token)
  if (id === undefined) return undefined
  const isInvited = equalTokens(token, invitationToken(keys, id))
  const { rows } = isInvited
    ? await sql<Row>`
        select i.id, p.first_name, p.last_name, p.email, ${from}
          join invitations i on i.registration_id = r.id join people p on p.id = i.person_id
        where i.id = ${id}::uuid and i.meeting_id = ${meetingId}::uuid and p.email is not null and p.deleted_at is null
          and ${isToCome(meetingId)}`.execute(db)
    : await sql<Row>`
        select r.id, r.first_name, r.last_name, r.email, ${from} join meetings e on e.id = r.meeting_id
        where r.id = ${id}::uuid and r.meeting_id <> ${meetingId}::uuid and ${mayComeAgain}
          and e.ends_at > now() - interval '30 days' and ${isToCome(meetingId)}`.execute(db)
  const [row] = rows
  if (row === undefined || !(isInvited || equalTokens(token, againToken(keys, row, meetingId)))) return undefined
  const { id: _id, linkVersion: _version, ...known } = row
  return {
    invitationId: isInvited ? id : null,
    personKey: personKey(known.email, known.firstName, known.lastName),
    known,
  }
}

/** Is the mailbox of registration `r` known to be theirs who have its link? */
export const mayComeAgain = sql<boolean>`(r.erased_at is null and r.email is not null and r.address_confirmed_at is not null
  and not r.speaks_alone)`
