import type { NewMailing } from '@treffpunkt/shared/mailings'
import type { Service } from '../http/service.ts'
import type { MailRow, Written } from '../mail/send.ts'
import { getMeeting } from '../meetings/queries.ts'
import { placeOf, writeToRegistered, type Reader, type Saying } from '../registrations/mails.ts'
import { findKnownAt, findMailingText, type MailingText, type Step } from './queries.ts'
import { isSame, isSameTime, knownTo } from './whereabouts.ts'

type Writing = Pick<Service, 'db' | 'keys' | 'config'>

/** Writes the mails that a message to many has become; one that says nothing new any more is not written. */
export const writeMailingMail = (service: Writing) => {
  const write = writeToRegistered(service)
  const { db } = service
  return async ({ mailingId, registrationId }: MailRow): Promise<Written | undefined> => {
    const text = mailingId === null ? undefined : await findMailingText(db, mailingId)
    if (text === undefined) return undefined
    return write(registrationId, async reader => {
      if (text.kind === 'message') return { paragraphs: paragraphsOf(text.body) }
      const knownAt = registrationId === null ? undefined : await findKnownAt(db, registrationId)
      const known = knownAt === undefined ? undefined : knownTo(text.whereabouts, knownAt)
      if (text.kind === 'cancelled') return cancelled(text, reader, known)
      if (known === undefined || text.isOutdated) return undefined
      const meeting = await getMeeting(db, text.meetingId)
      return isSame(known, meeting) ? undefined : moved(text, reader, known)
    })
  }
}

/** A message as somebody registered would read it, before it is sent. */
export const previewMessage = (
  service: Writing,
  registrationId: string,
  { body }: Pick<NewMailing, 'body'>,
): Promise<Written | undefined> =>
  writeToRegistered(service, { sample: true })(registrationId, () => ({ paragraphs: paragraphsOf(body) }))

/** An empty line begins a paragraph; lines within one stay lines. */
const paragraphsOf = (body: string | null): string[] =>
  (body ?? '')
    .replaceAll('\r\n', '\n')
    .split(/\n\s*\n/)
    .map(paragraph => paragraph.trim())
    .filter(Boolean)

/** What the move means for the reader; undefined for who does not come anyway. */
function moved({ body }: MailingText, reader: Reader, known: Step): Saying | undefined {
  const { registration, span } = reader
  const place = placeAfterMove(reader)
  if (place === undefined || registration.meeting.cancelledAt !== null) return undefined
  const sameTime = isSameTime(known, registration.meeting)
  const wherever = (venue: string | null) => venue ?? placeOf(null)
  const { venue } = registration.meeting
  const samePlace = wherever(known.venue) === wherever(venue && `${venue.name}, ${venue.municipality}`)
  return {
    ...place,
    paragraphs: [
      sameTime
        ? 'das Treffen findet an einem anderen Ort statt. Zeit und Ort stehen unten.'
        : 'das Treffen ist verlegt. Der neue Termin steht unten.',
      ...paragraphsOf(body),
      ...place.paragraphs,
    ],
    facts: [
      ...(sameTime ? [] : [{ label: 'Bisher', value: span(known.startsAt, known.endsAt) }]),
      ...(samePlace ? [] : [{ label: 'Ort bisher', value: wherever(known.venue) }]),
    ],
  }
}

function placeAfterMove({ registration, moment, link, confirmLink }: Reader): Saying | undefined {
  const { status, expiresAt } = registration
  const until = expiresAt === null ? '' : ` bis ${moment(expiresAt)}`
  switch (status) {
    case 'confirmed':
      return {
        paragraphs: [
          'Ihre Anmeldung gilt weiter. Können Sie dann nicht kommen? Sagen Sie über den Link ab, dann freut sich jemand über den Platz.',
        ],
        calendar: 'REQUEST',
      }
    case 'offered':
      return {
        paragraphs: [`Ihnen ist ein Platz angeboten. Nehmen Sie ihn${until} an.`],
        toDo: { label: 'Platz annehmen oder ablehnen', url: link },
        calendar: 'PUBLISH',
      }
    case 'waitlisted':
      return {
        paragraphs: ['Ihr Platz auf der Warteliste bleibt. Können Sie dann nicht kommen? Sagen Sie über den Link ab.'],
        calendar: 'PUBLISH',
      }
    case 'unconfirmed':
      return {
        paragraphs: [
          `Bestätigen Sie noch Ihre Anmeldung${until}. Möchten Sie dann nicht kommen, brauchen Sie nichts zu tun.`,
        ],
        toDo: { label: 'Anmeldung bestätigen', url: confirmLink },
        calendar: 'PUBLISH',
      }
    default:
      return undefined
  }
}

/** Of a meeting that was moved meanwhile it names the date that the reader knows. */
function cancelled({ meetingName }: MailingText, { registration, span }: Reader, known: Step | undefined): Saying {
  const { cancelReason } = registration.meeting
  return {
    paragraphs: [
      'das Treffen findet nicht statt.',
      ...(cancelReason === null ? [] : [`Grund: ${cancelReason}`]),
      'Sie brauchen nichts zu tun. Ihre Anmeldung ist damit erledigt.',
    ],
    as: {
      name: meetingName,
      ...(known === undefined ? {} : { when: span(known.startsAt, known.endsAt), where: known.venue ?? placeOf(null) }),
    },
    calendar: 'CANCEL',
  }
}
