import { sql } from 'kysely'
import type { Db } from '../db/connect.ts'
import { listBorrowers, type Borrower } from '../registrations/borrowed-address.ts'

/** One human being, as far as what is stored may be told to them or erased for them. */
export type Subject = {
  name: string
  /** Where they are written to; null for those without an address. */
  email: string | null
  language: string
  people: string[]
  registrations: string[]
  /** Who is registered at their address because they signed them up: others, who stay. */
  borrowers: Borrower[]
  /** The meetings of these registrations. */
  meetings: string[]
  /** The link proves one registration, and nothing else of who bears its name. */
  onlyThis: boolean
  /** By which they are the same person again. */
  keys: string[]
}

/**
 * Who the personal link of a registration belongs to: address and name, in that mailbox. A mailbox may have several
 * people, and a name several mailboxes, so both have to be the same. Before the address is confirmed it is this one
 * registration and nothing else: whoever filled in the form may have typed anything. So it is after the link was used to
 * take the name of somebody else in the mailbox.
 * @returns undefined once it was erased.
 */
export async function subjectOfRegistration(db: Db, id: string): Promise<Subject | undefined> {
  const own = await db
    .selectFrom('registrations')
    .select(['id', 'personId', 'personKey', 'email', 'addressConfirmedAt', 'speaksAlone'])
    .where('id', '=', id)
    .where('erasedAt', 'is', null)
    .executeTakeFirst()
  if (own === undefined) return undefined
  const { email, personKey } = own
  if (own.speaksAlone) return { ...(await describe(db, [], [id])), onlyThis: true }
  if (own.addressConfirmedAt === null || email === null || personKey === null) return describe(db, [], [id])
  const people = await db
    .selectFrom('people')
    .select(['id', 'personKey'])
    .where(sql`lower(email)`, '=', email.toLowerCase())
    .where(eb => eb.or([eb('id', '=', own.personId ?? id), eb('personKey', '=', personKey)]))
    .execute()
  const ids = [...people.map(person => person.id), ...(own.personId === null ? [] : [own.personId])]
  const keys = [personKey, ...people.map(person => person.personKey)]
  const registrations = await db
    .selectFrom('registrations')
    .select('id')
    .where(sql`lower(email)`, '=', email.toLowerCase())
    .where(sql<boolean>`(person_key = any(${keys}::text[]) or person_id = any(${ids}::uuid[]))`)
    .where('erasedAt', 'is', null)
    .execute()
  return describe(
    db,
    people.map(person => person.id),
    registrations.map(registration => registration.id),
    id,
  )
}

/**
 * Who an entry of the directory stands for, whatever their addresses: the office knows whom it has in front of it.
 * @returns undefined when there is none, or no longer.
 */
export async function subjectOfPerson(db: Db, id: string): Promise<Subject | undefined> {
  const person = await db.selectFrom('people').select(['id', 'personKey']).where('id', '=', id).executeTakeFirst()
  if (person === undefined) return undefined
  const people = await db
    .selectFrom('people')
    .select('id')
    .where(sql<boolean>`(id = ${id} or person_key = ${person.personKey})`)
    .execute()
  const ids = people.map(one => one.id)
  const registrations = await db
    .selectFrom('registrations')
    .select('id')
    .where(sql<boolean>`(person_id = any(${ids}::uuid[]) or person_key = ${person.personKey})`)
    .where('erasedAt', 'is', null)
    .execute()
  return describe(
    db,
    ids,
    registrations.map(registration => registration.id),
  )
}

/** @param about whose name and address are meant; the newest registration where none is named. */
async function describe(
  db: Db,
  people: string[],
  registrations: string[],
  about: string | null = null,
): Promise<Subject> {
  const rows = await db
    .selectFrom('registrations')
    .select(['id', 'meetingId', 'personKey', 'firstName', 'lastName', 'email', 'language'])
    .where('id', '=', sql<string>`any(${registrations}::uuid[])`)
    .orderBy('createdAt', 'desc')
    .execute()
  const entries = await db
    .selectFrom('people')
    .select(['personKey', 'firstName', 'lastName', 'email'])
    .where('id', '=', sql<string>`any(${people}::uuid[])`)
    .orderBy('updatedAt', 'desc')
    .execute()
  const named = rows.find(({ id }) => id === about) ?? rows[0]
  // the office's own entry is who it wants to write to
  const shown = about === null ? (entries[0] ?? named) : (named ?? entries[0])
  return {
    name: shown === undefined ? '' : `${shown.firstName} ${shown.lastName}`,
    email: shown?.email ?? named?.email ?? null,
    language: named?.language ?? 'de',
    people,
    onlyThis: false,
    registrations: rows.map(({ id }) => id),
    borrowers: await listBorrowers(
      db,
      rows.map(({ id }) => id),
    ),
    meetings: [...new Set(rows.map(({ meetingId }) => meetingId))].sort(),
    keys: [...new Set([...rows, ...entries].flatMap(({ personKey }) => personKey ?? []))].sort(),
  }
}
