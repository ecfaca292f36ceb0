import { prefixOf, type Language } from '@treffpunkt/shared/languages'
import { fillIn, type TemplateWords } from '@treffpunkt/shared/mail-templates'
import type { NewInvitation } from '@treffpunkt/shared/invitations'
import type { PublicMeeting } from '@treffpunkt/shared/meetings'
import { sql } from 'kysely'
import type { Db } from '../db/connect.ts'
import type { Service } from '../http/service.ts'
import { paragraphsOf } from '../mail/layout.ts'
import type { MailRow, Written } from '../mail/send.ts'
import { senderOf } from '../mail/sender.ts'
import { findWords, ownSubjects } from '../mail/templates.ts'
import { getMeetingPreview, getPublicMeeting } from '../meetings/public-queries.ts'
import { undefinedWhenGone } from '../problems.ts'
import { whereOf } from '../registrations/mails.ts'
import { getRegistration } from '../registrations/queries.ts'
import { invitationToken } from '../registrations/tokens.ts'
import { getSettings } from '../settings/queries.ts'
import { apart, clockIn, languageOf, mailTexts } from '../texts/languages.ts'
import { housedTemplate, wordsFrom } from '../texts/templates.ts'
import { agrees, mayBeInvited, type Invitee } from './queries.ts'

type Writing = Pick<Service, 'db' | 'keys' | 'config'>

type Letter = {
  /** Null in a sample: its personal links open nothing. */
  token: string | null
  firstName: string
  name: string
  language: string
  kind: InvitationMailKind
  note: string | null
  /** What the office says instead of what it says otherwise, to look at it. */
  words?: TemplateWords
}

type InvitationMailKind = 'meeting_invitation' | 'invitation_reminder'

/** The subjects of invitations, in every language: read once, however many mails. */
export async function invitationSubjects(
  db: Db,
  kind: InvitationMailKind,
): Promise<(language: string, meeting: string) => string> {
  const own = await ownSubjects(db, kind)
  return (language, meeting) => {
    const { subject } = own(language) ?? housedTemplate(kind, language)
    return fillIn(subject, { Treffen: apart(meeting, language) }) ?? subject
  }
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
    const { rows } = await sql<{ id: string; meetingId: string; firstName: string; name: string; note: string | null }>`
    select i.id, i.meeting_id, p.first_name, p.first_name || ' ' || p.last_name as name, g.body as note
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
      firstName: row.firstName,
      name: row.name,
      language: mail.language,
      kind: mail.kind === 'invitation_reminder' ? mail.kind : 'meeting_invitation',
      note: row.note,
    })
  }

/** An invitation as one of those it is for would read it, before it is sent. */
export const previewInvitation = async (
  service: Writing,
  meetingId: string,
  { firstName, name, language }: Invitee,
  { note }: Pick<NewInvitation, 'note'>,
): Promise<Written> =>
  write(service, await getMeetingPreview(service.db, meetingId), {
    token: null,
    firstName,
    name,
    language,
    kind: 'meeting_invitation',
    note: note?.trim() || null,
  })

/**
 * The meeting that somebody known from this registration would be invited to: the soonest that is coming, best one with
 * open sign-up; the one they were registered for while there is no other. Undefined of who would get no invitation.
 */
export async function invitedTo(db: Db, registrationId: string): Promise<string | undefined> {
  if (!(await mayBeInvited(db, registrationId))) return undefined
  const { rows } = await sql<{ meetingId: string }>`
    select coalesce((select m.id from meeting_facts m
      where m.id <> r.meeting_id and m.published_at is not null and m.cancelled_at is null and m.deleted_at is null
        and m.starts_at > now() order by (m.state = 'open') desc, m.starts_at, m.id limit 1), r.meeting_id) as meeting_id
    from registrations r where r.id = ${registrationId}::uuid`.execute(db)
  return rows[0]?.meetingId
}

/** An invitation in words of the office as somebody known from this registration would read it; its links open nothing. */
export async function previewInvitationWords(
  service: Writing,
  registrationId: string,
  { kind, language }: { kind: InvitationMailKind; language: Language },
  words: TemplateWords,
): Promise<Written | undefined> {
  const { db } = service
  const meetingId = await invitedTo(db, registrationId)
  const meeting = meetingId && (await getMeetingPreview(db, meetingId).catch(undefinedWhenGone))
  if (!meeting) return undefined
  const { firstName, lastName } = await getRegistration(db, registrationId)
  const name = `${firstName} ${lastName}`
  return write(service, meeting, { token: null, firstName, name, language, kind, note: null, words })
}

async function write(
  { db, config }: Writing,
  meeting: PublicMeeting,
  { token, firstName, name, language: chosen, kind, note, words }: Letter,
): Promise<Written> {
  const settings = await getSettings(db)
  const language = languageOf(chosen)
  const texts = mailTexts(language)
  const clock = clockIn(language, settings.timeZone)
  const base = config.publicUrl + prefixOf(language)
  const signUp = `${base}/meetings/${meeting.id}/sign-up?invitation=${token ?? ''}`
  const own = `${base}/invitations/${token ?? ''}`
  const { invitation } = texts
  const sender = senderOf(settings, texts)
  return {
    body: {
      language,
      greeting: texts.greeting(name),
      paragraphs: wordsFrom(
        words ?? (await findWords(db, kind, language)),
        kind,
        kind === 'invitation_reminder' ? invitation.again : invitation.first,
        {
          Name: name,
          Vorname: firstName,
          Treffen: meeting.name,
          Wann: clock.span(meeting.startsAt, meeting.endsAt),
          Wo: whereOf(meeting, texts),
          Link: signUp,
          Büro: settings.officeName,
        },
      ),
      ...(note === null ? {} : { written: paragraphsOf(note) }),
      facts: [
        { label: texts.meeting, value: meeting.name },
        ...(meeting.focusTopic === null ? [] : [{ label: texts.focusTopic, value: meeting.focusTopic }]),
        { label: texts.when, value: clock.span(meeting.startsAt, meeting.endsAt) },
        { label: texts.where, value: whereOf(meeting, texts) },
      ],
      links: [
        { label: invitation.signUp, url: signUp },
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
