import { sql } from 'kysely'
import type { ContactList } from '@treffpunkt/shared/contact-lists'
import type { Db } from '../db/connect.ts'
import { getMeeting } from '../meetings/queries.ts'
import { notFound } from '../problems.ts'

/** Those who come and agreed to be named to the others; a consent counts once the address is confirmed. */
const listContacts = (db: Db, meetingId: string) =>
  db
    .selectFrom('registrations as r')
    .leftJoin('organisations as o', 'o.id', 'r.organisationId')
    .select(['r.id', 'r.firstName', 'r.lastName', 'r.email'])
    .select(sql<string | null>`coalesce(o.name, r.organisation_typed)`.as('organisation'))
    .$narrowType<{ email: string }>()
    .where('r.meetingId', '=', meetingId)
    .where('r.status', '=', 'confirmed')
    .where('r.addressConfirmedAt', 'is not', null)
    .where('r.email', 'is not', null)
    .where(
      sql<boolean>`exists (select from consents c where c.registration_id = r.id and c.purpose = 'contact_list' and c.withdrawn_at is null)`,
    )
    .orderBy('r.sortName')
    .orderBy('r.id')
    .execute()

/** The contact list of a meeting. @throws not_found for an unknown meeting. */
export async function getContactList(db: Db, meetingId: string): Promise<ContactList> {
  const { name } = await getMeeting(db, meetingId)
  return listOf(name, await listContacts(db, meetingId))
}

/** The list for somebody who is on it. @throws not_found for everybody else. */
export async function getOwnContactList(db: Db, at: { id: string; meetingId: string }): Promise<ContactList> {
  const { name } = await getMeeting(db, at.meetingId)
  const contacts = await listContacts(db, at.meetingId)
  if (!contacts.some(({ id }) => id === at.id)) throw notFound()
  return listOf(name, contacts)
}

const listOf = (meetingName: string, contacts: Awaited<ReturnType<typeof listContacts>>): ContactList => ({
  meetingName,
  items: contacts.map(({ id: _, ...contact }) => contact),
})
