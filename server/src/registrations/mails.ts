import { generate } from 'lean-qr'
import { toPngBuffer } from 'lean-qr/extras/node_export'
import type { Service } from '../http/service.ts'
import { meetingCalendar } from '../meetings/calendar.ts'
import { getPublicMeeting } from '../meetings/public-queries.ts'
import type { MailBody } from '../mail/layout.ts'
import type { MailKind } from '../mail/queue.ts'
import type { MailRow, Written } from '../mail/send.ts'
import { getSettings } from '../settings/queries.ts'
import { getOwnRegistration } from './queries.ts'
import { codeOf, confirmToken, registrationToken, ticketToken } from './tokens.ts'

type Context = { first: string; meeting: string; until: string; position: number | null }

// What each mail says and asks for, in the words of the one who reads it.
const says: Record<MailKind, (context: Context) => string[]> = {
  confirm: ({ until }) => [
    'danke für Ihre Anmeldung. Bestätigen Sie noch, dass diese E-Mail-Adresse Ihnen gehört: mit dem Knopf oder mit dem Code auf der Seite, auf der Sie sich angemeldet haben.',
    `Das geht bis ${until}. Danach gilt die Anmeldung nicht mehr, und der Platz wird frei.`,
    'Haben Sie sich nicht angemeldet? Dann brauchen Sie nichts zu tun.',
  ],
  already_registered: () => [
    'mit dieser E-Mail-Adresse und diesem Namen sind Sie schon angemeldet. Es bleibt alles, wie es ist. Über den Link sehen und ändern Sie Ihre Anmeldung.',
  ],
  confirmed: () => [
    'Sie sind angemeldet. Zeigen Sie am Einlass den QR-Code oder nennen Sie Ihren Code oder Namen.',
    'Können Sie doch nicht kommen? Sagen Sie über den Link ab, dann freut sich jemand über den Platz.',
  ],
  entered: () => [
    'die Koordinierungsstelle hat Sie zu diesem Treffen angemeldet. Gespeichert sind Ihr Name, Ihre E-Mail-Adresse und Ihre Organisation, um das Treffen durchzuführen (Art. 6 Abs. 1 Buchst. e DSGVO).',
    'Über den Link sehen und ändern Sie die Angaben oder melden sich ab. Alles Weitere steht in der Datenschutzerklärung.',
  ],
  waitlisted: ({ position }) => [
    position === null
      ? 'alle Plätze sind vergeben, Sie stehen auf der Warteliste.'
      : `alle Plätze sind vergeben. Sie stehen auf Platz ${position} der Warteliste.`,
    'Wird ein Platz frei, bieten wir ihn Ihnen per E-Mail an.',
  ],
  offered: ({ until }) => [
    `ein Platz ist frei geworden, und Sie sind an der Reihe. Nehmen Sie ihn bis ${until} an. Danach bieten wir ihn der nächsten Person an.`,
  ],
  lapsed: () => [
    'Sie haben den angebotenen Platz nicht angenommen, wir haben ihn weitergegeben. Möchten Sie doch kommen? Über den Link stellen Sie sich wieder an.',
  ],
  withdrawn: () => [
    'Sie sind abgemeldet. Haben Sie es sich anders überlegt? Über den Link melden Sie sich wieder an, solange Plätze frei sind.',
  ],
  lost_links: () => ['hier ist der Link zu Ihrer Anmeldung.'],
}

const toDo: Record<MailKind, string> = {
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

/** Writes the mails about a registration, with its links as they are now. */
export const writeRegistrationMail =
  ({ db, keys, config }: Pick<Service, 'db' | 'keys' | 'config'>) =>
  async (mail: MailRow): Promise<Written | undefined> => {
    if (mail.registrationId === null) return undefined
    const [registration, settings] = await Promise.all([getOwnRegistration(db, mail.registrationId), getSettings(db)])
    const { meeting, firstName, lastName, shortCode, queuePosition } = registration
    const moment = (instant: string) =>
      `${new Intl.DateTimeFormat('de-DE', { timeZone: settings.timeZone, dateStyle: 'full', timeStyle: 'short' }).format(new Date(instant))} Uhr`
    const link = `${config.publicUrl}/registrations/${registrationToken(keys, registration)}`
    const page = `${config.publicUrl}/meetings/${meeting.id}`
    const hasSeat = registration.status === 'confirmed'
    const withTicket = hasSeat && (mail.kind === 'confirmed' || mail.kind === 'entered')
    const ticket = `${config.publicUrl}/tickets/${ticketToken(keys, registration)}`

    const body: MailBody = {
      greeting: `Guten Tag ${firstName} ${lastName},`,
      paragraphs: says[mail.kind]({
        first: firstName,
        meeting: meeting.name,
        until: moment(registration.expiresAt ?? meeting.startsAt),
        position: queuePosition,
      }),
      facts: [
        { label: 'Treffen', value: meeting.name },
        ...(meeting.focusTopic === null ? [] : [{ label: 'Schwerpunkt', value: meeting.focusTopic }]),
        { label: 'Wann', value: moment(meeting.startsAt) },
        { label: 'Wo', value: placeOf(meeting.venue) },
      ],
      links: [
        {
          label: toDo[mail.kind],
          url: mail.kind === 'confirm' ? `${config.publicUrl}/confirm/${confirmToken(keys, registration)}` : link,
        },
        ...(withTicket ? [{ label: 'Ticket', url: ticket }] : []),
        { label: 'Zum Treffen', url: page },
      ],
      closing: [
        'Mit freundlichen Grüßen',
        settings.officeName,
        ...(settings.contactEmail === null ? [] : [settings.contactEmail]),
      ],
      ...(mail.kind === 'confirm' && mail.attemptId !== null
        ? { code: codeOf(keys, mail.attemptId) }
        : withTicket
          ? { code: shortCode }
          : {}),
      ...(withTicket ? { picture: { cid: 'ticket', alt: `QR-Code für Ihr Ticket, Code ${shortCode}` } } : {}),
    }
    return {
      body,
      attachments: [
        ...(withTicket
          ? [{ filename: 'ticket.png', content: qrImage(ticket), contentType: 'image/png', cid: 'ticket' }]
          : []),
        ...(withTicket || mail.kind === 'confirm'
          ? [
              {
                filename: 'termin.ics',
                content: await meetingCalendar(db, meeting.id, page),
                contentType: 'text/calendar; charset=utf-8; method=PUBLISH',
              },
            ]
          : []),
      ],
    }
  }

const placeOf = (venue: Awaited<ReturnType<typeof getPublicMeeting>>['venue']): string =>
  venue === null
    ? 'wird noch bekannt gegeben'
    : [venue.name, venue.street, [venue.postalCode, venue.municipality].filter(Boolean).join(' ')]
        .filter(Boolean)
        .join(', ')

const qrImage = (text: string): Buffer =>
  Buffer.from(toPngBuffer(generate(text), { scale: 8, on: [0, 0, 0], off: [255, 255, 255, 255] }))
