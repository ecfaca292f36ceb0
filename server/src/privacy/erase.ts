import { sql } from 'kysely'
import { forgetUnneeded } from '../access-tasks/decide.ts'
import { forgetAttendees } from '../attendance/forget.ts'
import { eraseReportsFrom } from '../barrier-reports/erase.ts'
import type { Trx } from '../db/connect.ts'
import type { Actor } from '../db/record-change.ts'
import type { Keys } from '../http/keys.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { queueErasureMail } from '../mail/queue.ts'
import { erasePeople } from '../people/edit.ts'
import type { Named } from '../people/named.ts'
import { notFound } from '../problems.ts'
import { forgetBorrowedAddress } from '../registrations/borrowed-address.ts'
import { eraseRegistrations, lockMeetings, lockForErasing, unlinkPeople } from '../registrations/erase.ts'
import { linkPerson, lockPersonKeys } from '../registrations/person.ts'
import type { Subject } from './subject.ts'

type Tools = { jobs: JobQueue; keys: Keys }

/**
 * Erases one person: final at once. Figures of meetings stay, because what they count names nobody any more.
 *
 * Everything is locked before it is looked at, in the order of everybody else (meetings → who links people →
 * registrations), so that a change, a check-in or a mail that is under way is either seen and erased, or comes too late and
 * finds nobody. Whoever links the same person elsewhere at this moment is waited for; what they have added is locked
 * as well.
 * @param find whom it is about; asked again under the locks.
 * @throws not_found when they are erased already.
 */
export async function erase(
  trx: Trx,
  { jobs, keys }: Tools,
  actor: Actor,
  find: () => Promise<Subject | undefined>,
): Promise<{ subject: Subject; notified: boolean }> {
  const subject = await lockSubject(trx, find)
  const named = await namesOf(trx, subject)
  const { email, language, registrations, people, borrowers } = subject
  await forgetAttendees(trx, subject, named)
  await forgetBorrowedAddress(trx, actor, borrowers)
  await eraseRegistrations(trx, jobs, actor, registrations)
  await forgetUnneeded(trx, subject.meetings)
  const others = await unlinkPeople(trx, people)
  await erasePeople(trx, actor, people)
  for (const id of others) await linkPerson(trx, actor, id)
  if (email !== null) {
    // of a mailbox that others share it cannot be told whose a report is
    if (!(await isKnown(trx, email))) {
      await jobs.forgetAddress(trx, email)
      await eraseReportsFrom(trx, email)
    }
    await queueErasureMail(trx, jobs, keys, { email, language })
  }
  return { subject, notified: email !== null }
}

async function lockSubject(trx: Trx, find: () => Promise<Subject | undefined>): Promise<Subject> {
  for (let known = await find(); ;) {
    if (known === undefined) throw notFound()
    await lockMeetings(trx, known.meetings)
    await lockPersonKeys(trx, [...new Set([...known.keys, ...known.borrowers.map(one => one.personKey)])].sort())
    await lockForErasing(trx, [...known.registrations, ...known.borrowers.map(({ id }) => id)])
    const now = await find()
    if (now !== undefined && isWithin(now, known)) return now
    known = now
  }
}

const isWithin = (now: Subject, known: Subject): boolean =>
  (['meetings', 'keys', 'registrations'] as const).every(of => now[of].every(one => known[of].includes(one))) &&
  now.borrowers.every(one => known.borrowers.some(({ id }) => id === one.id))

/** Every name the person goes by. */
async function namesOf(trx: Trx, { registrations, people }: Subject): Promise<Named[]> {
  const { rows } = await sql<Named>`
    select first_name, last_name, email from registrations where id = any(${registrations}::uuid[])
    union select first_name, last_name, email from people where id = any(${people}::uuid[])`.execute(trx)
  return rows
}

/** Does the address still belong to somebody else? */
async function isKnown(trx: Trx, email: string): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`select exists (
    select from registrations where lower(email) = ${email.toLowerCase()}) as known`.execute(trx)
  return rows[0]?.known === true
}
