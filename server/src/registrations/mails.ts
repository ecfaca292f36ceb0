import { generate } from 'lean-qr'
import { toPngBuffer } from 'lean-qr/extras/node_export'
import { sql } from 'kysely'
import type { Consents } from '@treffpunkt/shared/registrations'
import type { Service } from '../http/service.ts'
import { meetingCalendar } from '../meetings/calendar.ts'
import type { getPublicMeeting } from '../meetings/public-queries.ts'
import type { MailBody } from '../mail/layout.ts'
import type { RegistrationMailKind } from '../mail/queue.ts'
import type { MailRow, Written } from '../mail/send.ts'
import { undefinedWhenGone } from '../problems.ts'
import { getSettings } from '../settings/queries.ts'
import { getOwnRegistration } from './queries.ts'
import { codeOf, confirmToken, registrationToken, ticketToken } from './tokens.ts'

type Context = {
  /** Until when to answer; null when there is nothing to answer any more. */
  until: string | null
  position: number | null
  hasSeat: boolean
  isQueued: boolean
  /** What was ticked beside the sign-up, in words. */
  agreed: string
}

// What each mail says and asks for, in the words of the one who reads it.
const says: Record<RegistrationMailKind, (context: Context) => string[]> = {
  confirm: ({ until, isQueued, agreed }) => [
    'danke für Ihre Anmeldung. Bestätigen Sie noch, dass diese E-Mail-Adresse Ihnen gehört: mit dem Knopf oder mit dem Code auf der Seite, auf der Sie sich angemeldet haben.',
    until === null
      ? ''
      : `Das geht bis ${until}. Danach gilt die Anmeldung nicht mehr${isQueued ? '.' : ', und der Platz wird frei.'}`,
    isQueued ? 'Zurzeit sind alle Plätze vergeben. Nach der Bestätigung stehen Sie auf der Warteliste.' : '',
    agreed === '' ? '' : `Angekreuzt wurde außerdem: ${agreed}. Über den Link nach der Bestätigung ändern Sie das.`,
    'Haben Sie sich nicht angemeldet? Dann brauchen Sie nichts zu tun.',
  ],
  already_registered: () => [
    'mit dieser E-Mail-Adresse und diesem Namen sind Sie schon angemeldet. Es bleibt alles, wie es ist. Über den Link sehen und ändern Sie Ihre Anmeldung.',
  ],
  confirmed: () => [
    'Sie sind angemeldet. Zeigen Sie am Einlass den QR-Code oder nennen Sie Ihren Code oder Namen.',
    'Können Sie doch nicht kommen? Sagen Sie über den Link ab, dann freut sich jemand über den Platz.',
  ],
  entered: ({ hasSeat }) => [
    hasSeat
      ? 'die Koordinierungsstelle hat Sie zu diesem Treffen angemeldet.'
      : 'die Koordinierungsstelle hat Sie für dieses Treffen vorgemerkt. Alle Plätze sind vergeben, Sie stehen auf der Warteliste.',
    'Gespeichert sind Ihr Name, Ihre E-Mail-Adresse und Ihre Organisation, um das Treffen durchzuführen (Art. 6 Abs. 1 Buchst. e DSGVO).',
    'Über den Link sehen und ändern Sie die Angaben oder melden sich ab. Alles Weitere steht in der Datenschutzerklärung.',
  ],
  waitlisted: ({ position }) => [
    position === null
      ? 'alle Plätze sind vergeben, Sie stehen auf der Warteliste.'
      : `alle Plätze sind vergeben. Sie stehen auf Platz ${position} der Warteliste.`,
    'Wird ein Platz frei, bieten wir ihn Ihnen per E-Mail an.',
  ],
  offered: ({ until }) => [
    `ein Platz ist frei geworden, und Sie sind an der Reihe. Nehmen Sie ihn${until === null ? '' : ` bis ${until}`} an. Danach bieten wir ihn der nächsten Person an.`,
  ],
  lapsed: () => [
    'Sie haben den angebotenen Platz nicht angenommen, wir haben ihn weitergegeben. Möchten Sie doch kommen? Über den Link stellen Sie sich wieder an.',
  ],
  withdrawn: () => [
    'Sie sind abgemeldet. Haben Sie es sich anders überlegt? Über den Link melden Sie sich wieder an, solange Plätze frei sind.',
  ],
  lost_links: () => ['hier sind die Links zu Ihren Anmeldungen.'],
}

const toDo: Record<RegistrationMailKind, string> = {
  confirm: 'Anmeldung bestätigen',
  already_registered: 'Meine Anmeldung ansehen',
  confirmed: 'Meine Anmeldung und mein Ticket',
  entered: 'Meine Anmeldung ansehen',
  waitlisted: 'Meine Anmeldung ansehen',
  offered: 'Platz annehmen oder ablehnen',
  lapsed: 'Meine Anmeldung ansehen',
  withdrawn: 'Meine Anmeldung ansehen',
  lost_links: 'Meine Anmeldung ansehen',
}

/** What a mail to somebody registered says beside what all of them say. */
export type Saying = {
  paragraphs: string[]
  /** What the reader knows the meeting by, where that is not what it is now. */
  as?: { name?: string; when?: string; where?: string }
  /** Beside when and where. */
  facts?: MailBody['facts']
  /** The one thing to do; without it, to look at the registration. */
  toDo?: MailBody['links'][number]
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
  /** An instant where the network lives, in words. */
  moment: (instant: string) => string
  /** From when to when, likewise. */
  span: (startsAt: string, endsAt: string) => string
  /** Opens their registration. */
  link: string
  /** Confirms their address. */
  confirmLink: string
}

/**
 * Writes a mail to somebody registered, with the links as they are now: greeting, when, where and sender around what
 * it is to say. Undefined when what it is about was taken back meanwhile (the meeting deleted, say), or when there is
 * nothing to say any more.
 * @param sample writes it for somebody else to look at: its personal link opens nothing.
 */
export const writeToRegistered =
  ({ db, keys, config }: Pick<Service, 'db' | 'keys' | 'config'>, { sample = false } = {}) =>
  async (
    registrationId: string | null,
    say: (reader: Reader) => Saying | undefined | Promise<Saying | undefined>,
  ): Promise<Written | undefined> => {
    if (registrationId === null) return undefined
    const found = await Promise.all([getOwnRegistration(db, registrationId), getSettings(db)]).catch(undefinedWhenGone)
    if (found === undefined) return undefined
    const [registration, settings] = found
    const { meeting, firstName, lastName, shortCode, email } = registration
    const format = (instant: string, options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat('de-DE', { timeZone: settings.timeZone, ...options }).format(new Date(instant))
    const day = (instant: string) => format(instant, { dateStyle: 'full' })
    const clock = (instant: string) => format(instant, { timeStyle: 'short' })
    const moment = (instant: string) => `${day(instant)} um ${clock(instant)} Uhr`
    const span = (from: string, to: string) =>
      `${day(from)}, ${clock(from)} bis ${day(to) === day(from) ? '' : `${day(to)}, `}${clock(to)} Uhr`
    const page = `${config.publicUrl}/meetings/${meeting.id}`
    const link = `${config.publicUrl}/registrations/${sample ? '' : registrationToken(keys, registration)}`
    const confirmLink = `${config.publicUrl}/confirm/${sample ? '' : confirmToken(keys, registration)}`
    const hasSeat = registration.status === 'confirmed'
    const said = await say({ registration, hasSeat, moment, span, link, confirmLink })
    if (said === undefined) return undefined
    const withTicket = hasSeat && said.ticket === true
    const ticket = `${config.publicUrl}/tickets/${ticketToken(keys, registration)}`
    const code = said.code ?? (withTicket ? shortCode : undefined)

    const body: MailBody = {
      greeting: `Guten Tag ${firstName} ${lastName},`,
      paragraphs: said.paragraphs,
      facts: [
        { label: 'Treffen', value: said.as?.name ?? meeting.name },
        ...(meeting.focusTopic === null ? [] : [{ label: 'Schwerpunkt', value: meeting.focusTopic }]),
        { label: 'Wann', value: said.as?.when ?? span(meeting.startsAt, meeting.endsAt) },
        { label: 'Wo', value: said.as?.where ?? placeOf(meeting.venue) },
        // a mail that was late, or one to those who would have come
        ...(meeting.cancelledAt === null ? [] : [{ label: 'Abgesagt', value: meeting.cancelReason ?? 'ja' }]),
        ...(said.facts ?? []),
      ],
      links: said.links ?? [
        said.toDo ?? { label: 'Meine Anmeldung ansehen', url: link },
        ...(withTicket ? [{ label: 'Ticket', url: ticket }] : []),
        { label: 'Zum Treffen', url: page },
      ],
      closing: [
        'Mit freundlichen Grüßen',
        settings.officeName,
        ...(settings.contactEmail === null ? [] : [settings.contactEmail]),
      ],
      ...(code === undefined ? {} : { code }),
      ...(withTicket ? { picture: { cid: 'ticket', alt: `QR-Code für Ihr Ticket, Code ${shortCode}` } } : {}),
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
      (await meetingCalendar(db, meeting.id, page, { method: said.calendar, guest }))
    return {
      body,
      attachments: withTicket
        ? [{ filename: 'ticket.png', content: qrImage(ticket), contentType: 'image/png', cid: 'ticket' }]
        : [],
      ...(calendar ? { calendar } : {}),
      ...(settings.contactEmail === null ? {} : { replyTo: settings.contactEmail }),
    }
  }

/** Writes the mails about a registration. */
export const writeRegistrationMail = (service: Pick<Service, 'db' | 'keys' | 'config'>) => {
  const write = writeToRegistered(service)
  const { db, keys, config } = service

  /** Every coming meeting that somebody with this address is registered for: a mailbox may have several people. */
  async function allLinks(address: string): Promise<MailBody['links']> {
    const rows = await db
      .selectFrom('registrations as r')
      .innerJoin('meetingFacts as m', 'm.id', 'r.meetingId')
      .select(['r.id', 'r.linkVersion', 'r.firstName', 'r.lastName', 'm.name'])
      .where(sql`lower(r.email)`, '=', address.toLowerCase())
      .where('r.status', 'in', ['unconfirmed', 'confirmed', 'waitlisted', 'offered'])
      .where('m.endsAt', '>', sql<string>`now()`)
      .where('m.deletedAt', 'is', null)
      .orderBy('m.startsAt')
      .orderBy('r.id')
      .limit(50)
      .execute()
    return rows.map(row => ({
      label: `${row.name ?? ''}: ${row.firstName} ${row.lastName}`,
      url: `${config.publicUrl}/registrations/${registrationToken(keys, row)}`,
    }))
  }

  return ({ kind, registrationId, attemptId, toAddress }: MailRow & { kind: RegistrationMailKind }) =>
    write(registrationId, async ({ registration, hasSeat, moment, link, confirmLink }) => ({
      paragraphs: says[kind]({
        until: registration.expiresAt === null ? null : moment(registration.expiresAt),
        hasSeat,
        isQueued: registration.status === 'waitlisted',
        agreed: agreedTo(registration.consents),
        position: registration.queuePosition,
      }),
      toDo: {
        label: toDo[kind],
        url: kind === 'confirm' ? confirmLink : link,
      },
      ...(kind === 'lost_links' ? { links: await allLinks(toAddress) } : {}),
      ...(kind === 'confirm' && attemptId !== null ? { code: codeOf(keys, attemptId) } : {}),
      ticket: kind === 'confirmed' || kind === 'entered',
      ...(kind === 'confirm'
        ? { calendar: 'PUBLISH' as const }
        : kind === 'confirmed' || (kind === 'entered' && hasSeat)
          ? { calendar: 'REQUEST' as const }
          : kind === 'withdrawn'
            ? { calendar: 'CANCEL' as const }
            : {}),
    }))
}

const agreedTo = ({ contactList, invitations, photographs }: Consents): string =>
  [contactList && 'Kontaktliste', invitations && 'Einladungen zu weiteren Treffen', photographs && 'Fotos']
    .filter(Boolean)
    .join(', ')

/** A place in one line. */
export const placeOf = (venue: Awaited<ReturnType<typeof getPublicMeeting>>['venue']): string =>
  venue === null
    ? 'wird noch bekannt gegeben'
    : [venue.name, venue.street, [venue.postalCode, venue.municipality].filter(Boolean).join(' ')]
        .filter(Boolean)
        .join(', ')

const qrImage = (text: string): Buffer =>
  Buffer.from(toPngBuffer(generate(text), { scale: 8, on: [0, 0, 0], off: [255, 255, 255, 255] }))
