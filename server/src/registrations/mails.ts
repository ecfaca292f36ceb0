import { generate } from 'lean-qr'
import { toPngBuffer } from 'lean-qr/extras/node_export'
import { sql } from 'kysely'
import { languages, prefixOf, type Language } from '@treffpunkt/shared/languages'
import { wayOf, type AttendanceMode } from '@treffpunkt/shared/attendance-modes'
import { foldedForm } from '@treffpunkt/shared/names'
import type { TemplateVariable, TemplateWords } from '@treffpunkt/shared/mail-templates'
import { checkAnswers } from '@treffpunkt/shared/question-answers'
import type { Consents, RegistrationStatus } from '@treffpunkt/shared/registrations'
import type { Db } from '../db/connect.ts'
import type { Service } from '../http/service.ts'
import { meetingCalendar } from '../meetings/calendar.ts'
import type { getPublicMeeting } from '../meetings/public-queries.ts'
import { paragraphsOf, type MailBody } from '../mail/layout.ts'
import type { RegistrationMailKind } from '../mail/queue.ts'
import type { MailRow, Written } from '../mail/send.ts'
import { senderOf } from '../mail/sender.ts'
import { findWords } from '../mail/templates.ts'
import { undefinedWhenGone } from '../problems.ts'
import { getSettings } from '../settings/queries.ts'
import { clockIn, languageOf, mailTexts, type Clock } from '../texts/languages.ts'
import type { MailTexts } from '../texts/mail-texts.ts'
import { paragraphsFrom, subjectFrom, type About } from '../texts/templates.ts'
import { getOwnRegistration, getRegistration, isLive, liveStatuses } from './queries.ts'
import { listUnconfirmedWith } from './together.ts'
import { codeOf, confirmToken, registrationToken, ticketToken } from './tokens.ts'

/** What a mail to somebody registered says beside what all of them say. */
export type Saying = {
  paragraphs: string[]
  /** What the office wrote, in German. */
  written?: string[]
  /** What the reader knows the meeting by, where that is not what it is now. */
  as?: { name?: string; when?: string; where?: string }
  /** Where the mail is not to one person. */
  greeting?: string
  /** Beside when and where. */
  facts?: MailBody['facts']
  /** The one thing to do; without it, to look at the registration. */
  toDo?: MailBody['links'][number]
  /** What else there is to do, right after that. */
  also?: MailBody['links']
  /** Instead of all links. */
  links?: MailBody['links']
  code?: string
  /** The ticket is shown and attached, as far as they have a seat. */
  ticket?: boolean
  calendar?: 'PUBLISH' | 'REQUEST' | 'CANCEL'
}

/** What a mail to somebody registered may speak of. */
export type Reader = {
  registration: Awaited<ReturnType<typeof getOwnRegistration>>
  hasSeat: boolean
  /** In their language. */
  texts: MailTexts
  clock: Clock
  /** Opens their registration. */
  link: string
  /** Confirms their address. */
  confirmLink: string
  /** Who writes. */
  office: string
}

/**
 * Writes a mail to somebody registered, with the links as they are now: greeting, when, where and sender around what
 * it is to say. Undefined when what it is about was taken back meanwhile (the meeting deleted, say), or when there is
 * nothing to say any more.
 * @param sample writes it for somebody else to look at: its personal links open nothing.
 * @param language another one than the reader's.
 */
export const writeToRegistered =
  (
    { db, keys, config }: Pick<Service, 'db' | 'keys' | 'config'>,
    { sample = false, language: wanted }: { sample?: boolean; language?: Language } = {},
  ) =>
  async (
    registrationId: string | null,
    say: (reader: Reader) => Saying | undefined | Promise<Saying | undefined>,
  ): Promise<Written | undefined> => {
    if (registrationId === null) return undefined
    const found = await Promise.all([getOwnRegistration(db, registrationId), getSettings(db)]).catch(undefinedWhenGone)
    if (found === undefined) return undefined
    const [read, settings] = found
    const known = wanted ?? read.language
    // a language that is not offered any more is not spoken in parts either
    const language = settings.languages.includes(known) ? known : 'de'
    // a mixed meeting is for its reader where they take part
    const way = wayOf(read)
    const registration = { ...read, language, meeting: { ...read.meeting, attendanceMode: way } }
    const { meeting, firstName, lastName, shortCode, email } = registration
    const texts = mailTexts(language)
    const clock = clockIn(language, settings.timeZone)
    const base = config.publicUrl + prefixOf(language)
    const page = `${base}/meetings/${meeting.id}`
    const link = `${base}/registrations/${sample ? '' : registrationToken(keys, registration)}`
    const confirmLink = `${base}/confirm/${sample ? '' : confirmToken(keys, registration)}`
    const hasSeat = registration.status === 'confirmed'
    const said = await say({ registration, hasSeat, texts, clock, link, confirmLink, office: settings.officeName })
    if (said === undefined) return undefined
    const withTicket = hasSeat && said.ticket === true && way !== 'online'
    const ticket = `${base}/tickets/${sample ? '' : ticketToken(keys, registration)}`
    const sender = senderOf(settings, texts)
    const room = registration.online?.url
    const join = room ? [{ label: texts.join, url: room }] : []
    const code = said.code ?? (withTicket ? shortCode : undefined)

    const body: MailBody = {
      language,
      greeting: said.greeting ?? texts.greeting(`${firstName} ${lastName}`),
      paragraphs: said.paragraphs,
      ...(said.written === undefined ? {} : { written: said.written }),
      // several links lead to several meetings
      facts:
        said.links !== undefined
          ? []
          : [
              { label: texts.meeting, value: said.as?.name ?? meeting.name },
              ...(meeting.focusTopic === null ? [] : [{ label: texts.focusTopic, value: meeting.focusTopic }]),
              { label: texts.when, value: said.as?.when ?? clock.span(meeting.startsAt, meeting.endsAt) },
              { label: texts.where, value: said.as?.where ?? whereOf(meeting, texts) },
              ...(read.attends === null || !isLive(read) || meeting.cancelledAt !== null
                ? []
                : [{ label: texts.attends, value: texts.attending[read.attends] }]),
              ...factsOfRoom(registration, texts),
              // a mail that was late, or one to those who would have come
              ...(meeting.cancelledAt === null
                ? []
                : [{ label: texts.cancelled, value: meeting.cancelReason ?? texts.yes }]),
              ...(said.facts ?? []),
            ],
      links: said.links ?? [
        ...(way === 'online' ? join : []),
        said.toDo ?? { label: texts.look, url: link },
        ...(said.also ?? []),
        ...(withTicket ? [{ label: texts.ticket, url: ticket }] : []),
        { label: texts.toMeeting, url: page },
      ],
      closing: sender.closing,
      ...(code === undefined ? {} : { code }),
      ...(withTicket ? { picture: { cid: 'ticket', alt: texts.ticketAlt(shortCode) } } : {}),
    }
    // an entry that follows changes by itself needs somebody it comes from
    const guest =
      settings.contactEmail === null
        ? undefined
        : {
            name: `${firstName} ${lastName}`,
            email,
            organiser: { name: settings.officeName, email: settings.contactEmail },
          }
    // without one, nothing that was entered by hand can be taken out of a calendar
    const takesOut = said.calendar === 'CANCEL' && meeting.cancelledAt === null
    const calendar =
      said.calendar &&
      !(takesOut && guest === undefined) &&
      (await meetingCalendar(db, meeting.id, page, {
        method: said.calendar,
        guest,
        room: registration.online,
        way,
      }))
    return {
      body,
      attachments: withTicket
        ? [{ filename: 'ticket.png', content: qrImage(ticket), contentType: 'image/png', cid: 'ticket' }]
        : [],
      ...(calendar ? { calendar } : {}),
      ...sender.replyTo,
    }
  }

/** Writes the mails about a registration. */
export const writeRegistrationMail = (service: Pick<Service, 'db' | 'keys' | 'config'>) => {
  const write = writeToRegistered(service)
  const { db, keys, config } = service

  /** Every coming meeting that somebody with this address is registered for: a mailbox may have several people. */
  async function allLinks(
    address: string,
    { clock, texts }: Reader,
  ): Promise<Pick<Saying, 'greeting'> & { links: MailBody['links'] }> {
    const rows = await db
      .selectFrom('registrations as r')
      .innerJoin('meetingFacts as m', 'm.id', 'r.meetingId')
      .select(['r.id', 'r.linkVersion', 'r.language', 'r.firstName', 'r.lastName', 'm.name', 'm.startsAt'])
      .$narrowType<{ startsAt: string }>()
      .where(sql`lower(r.email)`, '=', address.toLowerCase())
      .where('r.status', 'in', liveStatuses)
      .where('m.endsAt', '>', sql<string>`now()`)
      .where('m.deletedAt', 'is', null)
      .orderBy('m.startsAt')
      .orderBy('r.id')
      .limit(50)
      .execute()
    const names = new Set(rows.map(row => foldedForm(`${row.firstName} ${row.lastName}`)))
    const links = rows.map(row => ({
      label: `${row.name ?? ''}, ${clock.moment(row.startsAt)} (${row.firstName} ${row.lastName})`,
      url: `${config.publicUrl}${prefixOf(languageOf(row.language))}/registrations/${registrationToken(keys, row)}`,
    }))
    return { links, ...(names.size > 1 ? { greeting: texts.erased.greeting } : {}) }
  }

  /** Who comes instead, or instead of whom; and whether the office said so. */
  async function substitutionOf(id: string): Promise<{ other: string; byOffice: boolean }> {
    const { substitutedBy, substituteFor, source } = await getRegistration(db, id)
    return { other: (substitutedBy ?? substituteFor)?.name ?? '', byOffice: source === 'coordinator' }
  }

  /** Who is confirmed by the same press. */
  async function confirmedWith({ registration: { id, language }, texts }: Reader): Promise<MailBody['facts']> {
    const names = (await listUnconfirmedWith(db, id)).map(({ name }) => name)
    return names.length === 0 ? [] : [{ label: texts.signedUp.together, value: inALine(names, language) }]
  }

  return async (mail: MailRow & { kind: RegistrationMailKind }): Promise<Written | undefined> => {
    let heading: Written['heading']
    const written = await write(mail.registrationId, async reader => {
      const { attemptId, toAddress, organisationId } = mail
      const isWaiting = mail.status === 'waiting'
      const isOver = isWaiting && isOvertaken(mail.kind, reader.registration)
      const facts = mail.kind === 'confirm' ? await confirmedWith(reader) : []
      // what was sent is shown as it was meant; what is to be sent must be true now
      if (isOver && organisationId === null && facts.length === 0) return undefined
      // whom an organisation has asked about is told so in any case, and what holds now
      const kind = isOver && organisationId !== null ? 'already_registered' : mail.kind
      const { language, meeting } = reader.registration
      const own = await findWords(db, kind, language)
      if (isWaiting) heading = { kind, subject: subjectFrom(own, kind, language, meeting.name) }
      const about = aboutOf(reader)
      const isToldOfMore = organisationId !== null && !isLive(reader.registration)
      return {
        ...sayRegistration(kind, reader, {
          about: {
            ...about,
            ...(kind === 'already_registered' && !isToldOfMore ? { meanwhile: '' } : {}),
            ...(await substitutionOf(reader.registration.id)),
            partner: await actingPartner(db, mail, reader.registration.id),
          },
          own,
        }),
        ...(kind === 'lost_links' ? await allLinks(toAddress, reader) : {}),
        ...(kind === 'confirm' ? { facts } : {}),
        ...(isOpen(kind, reader.registration) ? { facts: [questionsIn(reader.texts)] } : {}),
        ...(kind === 'confirm' && attemptId !== null ? { code: codeOf(keys, attemptId) } : {}),
      }
    })
    return written && heading ? { ...written, heading } : written
  }
}

/** That a meeting asks something, which only the reader can answer. */
const questionsIn = ({ questions }: MailTexts) => ({ label: questions.label, value: questions.open })

/**
 * Was somebody signed up by others, without what the meeting asks? They are told of it by their first mail, and by that of
 * their seat as long as something is missing that has to be answered.
 */
function isOpen(kind: RegistrationMailKind, { questions, answers, meeting }: Reader['registration']): boolean {
  if (questions.length === 0 || Date.parse(meeting.startsAt) <= Date.now()) return false
  const lacks = checkAnswers(questions, answers).mistakes.length > 0
  if (kind === 'confirmed') return lacks
  return (kind === 'entered' || kind === 'substitute') && (lacks || Object.keys(answers).length === 0)
}

/** In which places a mail is true. One that was overtaken is followed by that of the place that there is now. */
const trueIn: Partial<Record<RegistrationMailKind, readonly RegistrationStatus[]>> = {
  confirm: ['unconfirmed', 'expired', 'waitlisted', 'pending'],
  already_registered: liveStatuses,
  confirmed: ['confirmed'],
  requested: ['pending'],
  refused: ['refused'],
  waitlisted: ['waitlisted'],
  offered: ['offered'],
  lapsed: ['lapsed'],
  withdrawn: ['withdrawn'],
  substituted: ['substituted'],
}

/**
 * Did something happen after the mail was written down that makes it untrue of its reader? Those that the law asks for, because somebody
 * else gave the data (Art. 14 GDPR), are sent in any case and say what has become of it.
 */
const isOvertaken = (kind: RegistrationMailKind, { status, addressConfirmed }: Reader['registration']): boolean =>
  trueIn[kind]?.includes(status) === false || (kind === 'confirm' && addressConfirmed)

/** The organisation whose program is the reason of a mail; null where it is somebody else. */
async function actingPartner(
  db: Db,
  { kind, organisationId }: Pick<MailRow, 'kind' | 'organisationId'>,
  registrationId: string,
): Promise<string | null> {
  const organisation =
    kind === 'entered'
      ? sql`(select r.entered_by from registrations r where r.id = ${registrationId})`
      : kind === 'withdrawn'
        ? sql`(select k.organisation_id from changes c left join api_keys k on k.id = c.actor_id
            where c.object = 'registration' and c.object_id = ${registrationId} and c.kind = 'withdrawn' order by c.at desc, c.id desc limit 1)`
        : sql`${organisationId}::uuid`
  const { rows } = await sql<{ name: string }>`select o.name from organisations o where o.id = ${organisation}`.execute(
    db,
  )
  return rows[0]?.name ?? null
}

/** What of a mail's words depends on the registration alone. */
const aboutOf = ({ registration, hasSeat, texts, clock }: Reader): About => ({
  until: registration.expiresAt === null ? null : clock.moment(registration.expiresAt),
  hasSeat,
  isQueued: registration.status === 'waitlisted',
  isRequest: registration.status === 'pending',
  reason: registration.refusalReason,
  partner: null,
  agreed: agreedTo(registration.consents, registration.language, texts),
  position: registration.queuePosition,
  other: '',
  byOffice: false,
  isOnline: registration.meeting.attendanceMode === 'online',
  meanwhile:
    hasSeat || registration.status === 'waitlisted' || registration.status === 'pending'
      ? ''
      : texts.meanwhile[registration.status === 'withdrawn' ? 'withdrawn' : 'other'],
})

/** What texts of the office may name. */
export const valuesOf = ({
  registration,
  texts,
  clock,
  link,
  office,
}: Reader): Partial<Record<TemplateVariable, string>> => ({
  Name: `${registration.firstName} ${registration.lastName}`,
  Vorname: registration.firstName,
  Treffen: registration.meeting.name,
  Wann: clock.span(registration.meeting.startsAt, registration.meeting.endsAt),
  Wo: whereOf(registration.meeting, texts),
  Link: link,
  Büro: office,
})

type Worded = { about: About; own: TemplateWords | undefined }

/** What a mail about a registration says, but for what only the mail itself knows. */
function sayRegistration(kind: RegistrationMailKind, reader: Reader, { about, own }: Worded): Saying {
  const { registration, hasSeat, texts, link, confirmLink } = reader
  const { signedUpBy } = registration
  // what the office wrote is announced where the reader's language is another
  const isGerman = languages[registration.language].lang === 'de'
  const reason = kind === 'refused' && !isGerman ? about.reason : null
  return {
    paragraphs:
      kind === 'confirm' && signedUpBy !== null
        ? texts.signedUp.paragraphs({ ...about, other: signedUpBy })
        : paragraphsFrom(
            own,
            kind,
            registration.language,
            reason === null ? about : { ...about, reason: null },
            valuesOf(reader),
          ),
    ...(reason === null ? {} : { written: paragraphsOf(reason) }),
    toDo: { label: texts[toDoOf(kind, registration)], url: kind === 'confirm' ? confirmLink : link },
    ticket: kind === 'confirmed' || kind === 'entered' || kind === 'substitute',
    ...(kind === 'confirm'
      ? { calendar: 'PUBLISH' as const }
      : kind === 'confirmed' || ((kind === 'entered' || kind === 'substitute') && hasSeat)
        ? { calendar: 'REQUEST' as const }
        : kind === 'withdrawn' || kind === 'substituted'
          ? { calendar: 'CANCEL' as const }
          : {}),
  }
}

/** What a reminder says. @param note what else the office says about this meeting. */
export const sayReminder = (reader: Reader, own: TemplateWords | undefined, note: string | null): Saying => ({
  paragraphs: paragraphsFrom(own, 'reminder', reader.registration.language, aboutOf(reader), valuesOf(reader)),
  written: paragraphsOf(note),
  toDo: { label: reader.texts[toDoOf('confirmed', reader.registration)], url: reader.link },
  also: [{ label: reader.texts.reminder.giveBack, url: `${reader.link}#own-withdraw` }],
  ticket: true,
})

/**
 * A mail in words of the office as somebody registered would read it, whatever has become of their registration: what it
 * depends on is made up where it does not apply. Personal links open nothing.
 */
export const previewWords = (
  service: Pick<Service, 'db' | 'keys' | 'config'>,
  registrationId: string,
  { kind, language }: { kind: RegistrationMailKind | 'reminder'; language: Language },
  own: TemplateWords,
): Promise<Written | undefined> =>
  writeToRegistered(service, { sample: true, language })(registrationId, async reader => {
    if (kind === 'reminder') return sayReminder(reader, own, null)
    const { texts, clock } = reader
    const known = aboutOf(reader)
    const about = {
      ...known,
      until: known.until ?? clock.moment(new Date(Date.now() + 86_400_000).toISOString()),
      agreed: known.agreed || texts.purposes.invitations,
      position: known.position ?? 1,
      other: 'Kim Beispiel',
      isQueued: true,
      isRequest: false,
      partner:
        kind === 'entered' ? await actingPartner(service.db, { kind, organisationId: null }, registrationId) : null,
      reason: known.reason ?? 'Es gab mehr Anfragen als Plätze.',
    }
    const { calendar: _none, ...said } = sayRegistration(kind, reader, { about, own })
    return said
  })

/** The one thing to do. */
const toDo: Record<RegistrationMailKind, 'look' | 'confirm' | 'lookWithTicket' | 'acceptOrDecline'> = {
  confirm: 'confirm',
  already_registered: 'look',
  confirmed: 'lookWithTicket',
  entered: 'look',
  requested: 'look',
  refused: 'look',
  waitlisted: 'look',
  offered: 'acceptOrDecline',
  lapsed: 'look',
  withdrawn: 'look',
  substituted: 'look',
  substitute: 'lookWithTicket',
  lost_links: 'look',
}

/** An online meeting has no entrance, and no ticket. */
const toDoOf = (kind: RegistrationMailKind, { meeting }: Reader['registration']) =>
  toDo[kind] === 'lookWithTicket' && meeting.attendanceMode === 'online' ? 'look' : toDo[kind]

/** The mail that says how it stands: who has not confirmed the address is asked for that. */
export function kindFor(status: RegistrationStatus, addressConfirmedAt: string | null): RegistrationMailKind {
  if (status === 'pending') return addressConfirmedAt === null ? 'confirm' : 'requested'
  if (status === 'unconfirmed' || status === 'expired' || status === 'waitlisted')
    return addressConfirmedAt === null ? 'confirm' : 'waitlisted'
  return status
}

const agreedTo = (consents: Consents, language: Language, { purposes }: MailTexts): string =>
  inALine(
    (['contactList', 'invitations', 'photographs'] as const)
      .filter(purpose => consents[purpose])
      .map(purpose => purposes[purpose]),
    language,
  )

const inALine = (words: string[], language: Language): string =>
  new Intl.ListFormat(languages[language].locale, { type: 'conjunction' }).format(words)

type Venue = Awaited<ReturnType<typeof getPublicMeeting>>['venue']

/** Where a meeting is, in one line: its place, online, or both. */
export const whereOf = (
  { attendanceMode = 'on_site', venue }: { attendanceMode?: AttendanceMode; venue: Venue | string },
  texts: MailTexts,
): string => {
  if (attendanceMode === 'online') return texts.online
  const place = typeof venue === 'string' ? venue : placeOf(venue, texts)
  return attendanceMode === 'mixed' ? texts.alsoOnline(place) : place
}

const placeOf = (venue: Venue, texts: MailTexts): string =>
  venue === null
    ? texts.placeOpen
    : [venue.name, venue.street, [venue.postalCode, venue.municipality].filter(Boolean).join(' ')]
        .filter(Boolean)
        .join(', ')

/** How to get into the online room, to who has a seat in a meeting that has one. */
const factsOfRoom = ({ online }: Reader['registration'], texts: MailTexts): MailBody['facts'] =>
  online === null
    ? []
    : [
        ...(online.url === null ? [{ label: texts.onlineRoom, value: texts.roomFollows }] : []),
        ...(online.notes === null ? [] : [{ label: texts.onlineNotes, value: online.notes }]),
      ]

const qrImage = (text: string): Buffer =>
  Buffer.from(toPngBuffer(generate(text), { scale: 8, on: [0, 0, 0], off: [255, 255, 255, 255] }))
