import { randomUUIDv7 } from 'node:crypto'
import type { NewInvitation } from '@treffpunkt/shared/invitations'
import { sql } from 'kysely'
import type { Trx } from '../db/connect.ts'
import type { Actor } from '../db/record-change.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { planMailing } from '../mailings/announce.ts'
import type { Invite } from '../mailings/send.ts'
import type { MeetingRow } from '../meetings/queries.ts'
import { mistake, problem } from '../problems.ts'
import { invitationSubjects } from './mails.ts'
import { listInvitable, listRemindable, lockInvitable, lockRemindable, type Circle, type Invitee } from './queries.ts'

/** Whom the office means. @throws a mistake where it is not said which meeting, organisation, group or sector. */
export function circleOf({ circle, of, sector }: Pick<NewInvitation, 'circle' | 'of' | 'sector'>): Circle {
  if (circle === 'sector' && sector === undefined) throw mistake('/sector', 'required', 'Name the sector.')
  if (circle !== 'sector' && circle !== 'everybody' && of === undefined)
    throw mistake('/of', 'required', 'Name the meeting, the organisation or the working group.')
  return { circle, of: of ?? null, sector: sector ?? null }
}

/**
 * Invites people known from other meetings, after a minute. Who it is for is fixed now, and looked at again when it goes
 * out. @returns the id of the message.
 * @throws nobody_to_write_to; a problem where people cannot sign up now.
 */
export async function invite(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  meeting: MeetingRow,
  input: NewInvitation,
): Promise<string> {
  requireSignUp(meeting)
  const invitees = await listInvitable(trx, meeting.id, circleOf(input))
  return plan(trx, jobs, actor, meeting, 'meeting_invitation', invitees, input.note?.trim() || null)
}

/** Asks once more who has not answered. @throws as `invite`. */
export async function remind(trx: Trx, jobs: JobQueue, actor: Actor, meeting: MeetingRow): Promise<string> {
  requireSignUp(meeting)
  return plan(trx, jobs, actor, meeting, 'invitation_reminder', await listRemindable(trx, meeting.id), null)
}

function requireSignUp(meeting: MeetingRow): void {
  if (meeting.publishedAt === null) throw problem('meeting_is_draft', 'Publish the meeting before you invite to it.')
  if (meeting.cancelledAt !== null) throw problem('meeting_cancelled', 'The meeting is cancelled.')
  if (meeting.begun) throw problem('meeting_over', 'The meeting has begun.')
  if (meeting.state !== 'open') throw problem('meeting_not_open', 'Open sign-up before you invite to the meeting.')
}

function plan(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  meeting: MeetingRow,
  kind: 'meeting_invitation' | 'invitation_reminder',
  invitees: Invitee[],
  body: string | null,
): Promise<string> {
  if (invitees.length === 0) throw problem('nobody_to_write_to', 'Choose a circle in which somebody can be invited.')
  return planMailing(trx, jobs, actor, meeting.id, {
    kind,
    audience: 'chosen',
    chosen: invitees.map(({ registrationId }) => registrationId),
    meetingName: meeting.name,
    body,
  })
}

/**
 * Who gets an invitation whose minute is over: nobody who has signed up, was asked by another one, or has taken the consent
 * back meanwhile; nobody at all where people cannot sign up any more.
 */
export const inviteNow: Invite = async (trx, meeting, { kind, chosen }) => {
  if (meeting.cancelledAt !== null || meeting.begun || meeting.state !== 'open') return []
  const invited =
    kind === 'meeting_invitation'
      ? await insertInvitations(trx, meeting.id, await lockInvitable(trx, meeting.id, chosen))
      : await noteReminded(trx, await lockRemindable(trx, meeting.id, chosen))
  const subject = await invitationSubjects(trx, kind === 'meeting_invitation' ? kind : 'invitation_reminder')
  return invited.map(({ registrationId, toAddress, language }) => ({
    registrationId,
    toAddress,
    language,
    subject: subject(language, meeting.name),
  }))
}

/** Each person once for a meeting, however many messages go out at this moment. @returns those who were not there yet. */
async function insertInvitations(trx: Trx, meetingId: string, invitees: Invitee[]): Promise<Invitee[]> {
  if (invitees.length === 0) return []
  const rows = await trx
    .insertInto('invitations')
    .values(
      invitees.map(({ personId, registrationId }) => ({ id: randomUUIDv7(), meetingId, personId, registrationId })),
    )
    .onConflict(conflict => conflict.columns(['meetingId', 'personId']).doNothing())
    .returning('personId')
    .execute()
  const inserted = new Set(rows.map(({ personId }) => personId))
  return invitees.filter(({ personId }) => inserted.has(personId))
}

async function noteReminded<One extends Invitee & { id: string }>(trx: Trx, reminded: One[]): Promise<One[]> {
  const rows = await trx
    .updateTable('invitations')
    .set({ remindedAt: sql`now()` })
    .where('id', '=', sql<string>`any(${reminded.map(({ id }) => id)}::uuid[])`)
    .where('remindedAt', 'is', null)
    .returning('id')
    .execute()
  const noted = new Set(rows.map(({ id }) => id))
  return reminded.filter(({ id }) => noted.has(id))
}
