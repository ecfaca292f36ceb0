import { prefixOf } from '@treffpunkt/shared/languages'
import type { NewInvitation } from '@treffpunkt/shared/invitations'
import type { PublicMeeting } from '@treffpunkt/shared/meetings'
import { sql } from 'kysely'
import type { Service } from '../http/service.ts'
import { paragraphsOf } from '../mail/layout.ts'
import type { MailRow, Written } from '../mail/send.ts'
import { senderOf } from '../mail/sender.ts'
import { getMeetingPreview, getPublicMeeting } from '../meetings/public-queries.ts'
import { undefinedWhenGone } from '../problems.ts'
import { whereOf } from '../registrations/mails.ts'
import { invitationToken } from '../registrations/tokens.ts'
import { getSettings } from '../settings/queries.ts'
import { clockIn, languageOf, mailTexts } from '../texts/languages.ts'
import { agrees, type Invitee } from './queries.ts'

type Writing = Pick<Service, 'db' | 'keys' | 'config'>

type Letter = {
  /** Null in a sample: its personal links open nothing. */
  token: string | null
  name: string
  language: string
  isReminder: boolean
  note: string | null
}

/**
 * Writes an invitation, as things are when it is sent: nothing to who has answered or taken the consent back meanwhile,
 * nothing to a meeting that people cannot sign up for any more. What was sent is shown as it was meant.
 */
export const writeInvitationMail =
  (service: Writing) =>
  async (mail: MailRow): Promise<Written | undefined> => {
    const { db, keys } = service
    const isWaiting = mail.status === 'waiting'
    const { rows } = await sql<{ id: string; meetingId: string; name: string; note: string | null }>`
    select i.id, i.meeting_id, p.first_name || ' ' || p.last_name as name, g.body as note
    from mailings g
      join invitations i on i.meeting_id = g.meeting_id and i.registration_id = ${mail.registrationId}::uuid
      join people p on p.id = i.person_id
    where g.id = ${mail.mailingId}::uuid and p.deleted_at is null
      and (not ${sql.lit(isWaiting)} or i.declined_at is null and ${agrees}
        and not exists (select from registrations r where r.meeting_id = i.meeting_id
          and (r.invitation_id = i.id or r.person_id = p.id) and r.status not in ('expired', 'lapsed')))`.execute(db)
    const [row] = rows
    if (row === undefined) return undefined
    const meeting = await getPublicMeeting(db, row.meetingId).catch(undefinedWhenGone)
    if (meeting === undefined || (isWaiting && (meeting.state !== 'open' || meeting.cancelledAt !== null)))
      return undefined
    return write(service, meeting, {
      token: invitationToken(keys, row.id),
      name: row.name,
      language: mail.language,
      isReminder: mail.kind === 'invitation_reminder',
      note: row.note,
    })
  }

/** An invitation as one of those it is for would read it, before it is sent. */
export const previewInvitation = async (
  service: Writing,
  meetingId: string,
  { name, language }: Invitee,
  { note }: Pick<NewInvitation, 'note'>,
): Promise<Written> =>
  write(service, await getMeetingPreview(service.db, meetingId), {
    token: null,
    name,
    language,
    isReminder: false,
    note: note?.trim() || null,
  })

async function write(
  { db, config }: Writing,
  meeting: PublicMeeting,
  { token, name, language: chosen, isReminder, note }: Letter,
): Promise<Written> {
  const settings = await getSettings(db)
  const language = languageOf(chosen)
  const texts = mailTexts(language)
  const clock = clockIn(language, settings.timeZone)
  const base = config.publicUrl + prefixOf(language)
  const own = `${base}/invitations/${token ?? ''}`
  const { invitation } = texts
  const sender = senderOf(settings, texts)
  return {
    body: {
      language,
      greeting: texts.greeting(name),
      paragraphs: isReminder ? invitation.again : invitation.first,
      ...(note === null ? {} : { written: paragraphsOf(note) }),
      facts: [
        { label: texts.meeting, value: meeting.name },
        ...(meeting.focusTopic === null ? [] : [{ label: texts.focusTopic, value: meeting.focusTopic }]),
        { label: texts.when, value: clock.span(meeting.startsAt, meeting.endsAt) },
        { label: texts.where, value: whereOf(meeting, texts) },
      ],
      links: [
        { label: invitation.signUp, url: `${base}/meetings/${meeting.id}/sign-up?invitation=${token ?? ''}` },
        { label: invitation.cannot, url: own },
        { label: texts.toMeeting, url: `${base}/meetings/${meeting.id}` },
        { label: invitation.end, url: `${own}#end` },
      ],
      closing: [...sender.closing, '', invitation.why],
    },
    attachments: [],
    ...(token === null ? {} : { unsubscribe: `${config.publicUrl}/invitations/${token}/end` }),
    ...sender.replyTo,
  }
}
