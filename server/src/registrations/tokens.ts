import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../db/connect.ts'
import { equalTokens, idOfToken, linkToken, type Keys } from '../http/keys.ts'
import { wasErased } from './queries.ts'

// Every link and code of a registration is derived from its row when it is needed; none is stored.

type Versioned = { id: string; linkVersion: number }

/** Opens the person's registration: everything they may see and change. */
export const registrationToken = (keys: Keys, registration: Versioned) =>
  linkToken(keys, 'registration', registration.id, registration.linkVersion)

/** The button in the mail: confirms the address. */
export const confirmToken = (keys: Keys, registration: Versioned) =>
  linkToken(keys, 'confirm', registration.id, registration.linkVersion)

/** The ticket at the door; opens nothing but the ticket. */
export const ticketToken = (keys: Keys, registration: Versioned) =>
  linkToken(keys, 'ticket', registration.id, registration.linkVersion)

/** Opens the form of the meeting with what is known of who was invited, and where they say that they cannot come. */
export const invitationToken = (keys: Keys, invitationId: string) => linkToken(keys, 'invitation', invitationId, 1)

/** Opens the form of another meeting with what is known from a registration; opens nothing of the registration itself. */
export const againToken = (keys: Keys, { id, linkVersion }: Versioned, meetingId: string) =>
  `${linkToken(keys, 'again', id, linkVersion).split('.')[0]}.${keys.sign('again', `${id}.${linkVersion}.${meetingId}`)}`

/** Names a filled-in form; opens nothing without the code. */
export const attemptToken = (keys: Keys, attemptId: string) => linkToken(keys, 'attempt', attemptId, 1)

/** The attempt a token names, if the token is ours. */
export function attemptOfToken(keys: Keys, token: string): string | undefined {
  const id = idOfToken(token)
  return id !== undefined && equalTokens(token, attemptToken(keys, id)) ? id : undefined
}

/** The six digits of an attempt, as the mail names them. */
export function codeOf(keys: Keys, attemptId: string): string {
  const digest = createHash('sha256').update(keys.sign('code', attemptId)).digest()
  return String(digest.readUInt32BE(0) % 1_000_000).padStart(6, '0')
}

/** The registration a personal link opens; undefined for a wrong, old or revoked link alike. */
export async function findByToken(
  db: Db,
  keys: Keys,
  purpose: 'registration' | 'confirm' | 'ticket',
  token: string,
): Promise<{ id: string; meetingId: string } | undefined> {
  const id = idOfToken(token)
  if (id === undefined) return undefined
  const row = await db
    .selectFrom('registrations as r')
    .innerJoin('meetings as m', 'm.id', 'r.meetingId')
    .select(['r.id', 'r.meetingId', 'r.linkVersion'])
    .where('r.id', '=', id)
    // links live until 30 days after the meeting
    .where('m.endsAt', '>', sql<string>`now() - interval '30 days'`)
    .executeTakeFirst()
  return row !== undefined && equalTokens(token, linkToken(keys, purpose, row.id, row.linkVersion))
    ? { id: row.id, meetingId: row.meetingId }
    : undefined
}

/** How often the links of one registration have been made void at most: at every correction of the address, say. */
const mostVersions = 100

/** Is a personal link one that we once made, of a registration that is erased now? Its version went with its row. */
export async function isOfErased(db: Db, keys: Keys, token: string): Promise<boolean> {
  const id = idOfToken(token)
  if (id === undefined) return false
  for (let version = 1; version <= mostVersions; version++)
    if (equalTokens(token, linkToken(keys, 'registration', id, version))) return wasErased(db, id)
  return false
}
