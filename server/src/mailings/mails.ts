import type { NewMailing } from '@treffpunkt/shared/mailings'
import type { Service } from '../http/service.ts'
import type { Language } from '@treffpunkt/shared/languages'
import type { TemplateWords } from '@treffpunkt/shared/mail-templates'
import { paragraphsOf } from '../mail/layout.ts'
import { findWords } from '../mail/templates.ts'
import { wordsFrom } from '../texts/templates.ts'
import type { MailRow, Written } from '../mail/send.ts'
import { getMeeting } from '../meetings/queries.ts'
import { valuesOf, whereOf, writeToRegistered, type Reader, type Saying } from '../registrations/mails.ts'
import { findKnownAt, findMailingText, type MailingText, type Step } from './queries.ts'
import { isSame, isSamePlace, isSameTime, knownTo, seenBy } from './whereabouts.ts'

type Writing = Pick<Service, 'db' | 'keys' | 'config'>

/** Writes the mails that a message to many has become; one that says nothing new any more is not written. */
export const writeMailingMail = (service: Writing) => {
  const write = writeToRegistered(service)
  const { db } = service
  return async ({ mailingId, registrationId }: MailRow): Promise<Written | undefined> => {
    const text = mailingId === null ? undefined : await findMailingText(db, mailingId)
    if (text === undefined) return undefined
    return write(registrationId, async reader => {
      if (text.kind === 'message') return byOffice(text)
      const knownAt = registrationId === null ? undefined : await findKnownAt(db, registrationId)
      const known = knownAt === undefined ? undefined : knownTo(text.whereabouts, knownAt)
      const own = await findWords(db, text.kind, reader.registration.language)
      if (text.kind === 'cancelled') return cancelled(text, reader, known, own)
      if (known === undefined || text.isOutdated) return undefined
      const meeting = await getMeeting(db, text.meetingId)
      const [before, now] = seenBy(reader.registration.attends, known, meeting)
      if (isSame(before, now)) return undefined
      return moved(text, reader, { ...known, samePlace: isSamePlace(before, now) }, own)
    })
  }
}

/** A message as somebody registered would read it, before it is sent. */
export const previewMessage = (
  service: Writing,
  registrationId: string,
  { body }: Pick<NewMailing, 'body'>,
): Promise<Written | undefined> =>
  writeToRegistered(service, { sample: true })(registrationId, () => byOffice({ body }))

/**
 * The mail that tells somebody registered that the meeting was moved, or does not take place, in words of the office,
 * whatever has become of it: where nothing was moved, it is moved by a day. Personal links open nothing.
 */
export const previewNews = (
  service: Writing,
  registrationId: string,
  { kind, language }: { kind: 'rescheduled' | 'cancelled'; language: Language },
  own: TemplateWords,
): Promise<Written | undefined> =>
  writeToRegistered(service, { sample: true, language })(registrationId, reader => {
    const { meeting } = reader.registration
    const dayBefore = (instant: string) => new Date(Date.parse(instant) - 86_400_000).toISOString()
    const { calendar: _none, ...said } =
      kind === 'cancelled'
        ? cancelled({ meetingName: meeting.name }, reader, undefined, own)
        : (moved(
            { body: null },
            // of who does not come any more it shows what those read who do
            placeAfterMove(reader) === undefined
              ? { ...reader, registration: { ...reader.registration, status: 'confirmed' } }
              : reader,
            {
              startsAt: dayBefore(meeting.startsAt),
              endsAt: dayBefore(meeting.endsAt),
              venue: meeting.venue,
              samePlace: true,
            },
            own,
          ) ?? { paragraphs: [] })
    return said
  })

const byOffice = ({ body }: Pick<MailingText, 'body'>): Saying => ({ paragraphs: [], written: paragraphsOf(body) })

/** What the move means for the reader; undefined for who does not come anyway. */
function moved(
  { body }: Pick<MailingText, 'body'>,
  reader: Reader,
  { samePlace, ...known }: Parameters<typeof whereOf>[0] & Pick<Step, 'startsAt' | 'endsAt'> & { samePlace: boolean },
  own: TemplateWords | undefined,
): Saying | undefined {
  const { registration, texts, clock } = reader
  const place = placeAfterMove(reader)
  if (place === undefined || registration.meeting.cancelledAt !== null) return undefined
  const sameTime = isSameTime(known, registration.meeting)
  // another way into the online room is news to who has one
  const sameBoth = sameTime && samePlace
  if (sameBoth && !reader.hasSeat) return undefined
  return {
    ...place,
    paragraphs: wordsFrom(
      own,
      'rescheduled',
      [
        sameBoth ? texts.moved.otherRoom : sameTime ? texts.moved.elsewhere : texts.moved.otherTime,
        place.paragraphs.join('\n'),
      ],
      valuesOf(reader),
    ),
    written: paragraphsOf(body),
    facts: [
      ...(sameTime ? [] : [{ label: texts.moved.before, value: clock.span(known.startsAt, known.endsAt) }]),
      ...(samePlace ? [] : [{ label: texts.moved.placeBefore, value: whereOf(known, texts) }]),
    ],
  }
}

function placeAfterMove({ registration, texts, clock, link, confirmLink }: Reader): Saying | undefined {
  const { status, expiresAt } = registration
  const until = expiresAt === null ? null : clock.moment(expiresAt)
  switch (status) {
    case 'confirmed':
      return {
        paragraphs: [texts.moved.confirmed],
        calendar: 'REQUEST',
      }
    case 'offered':
      return {
        paragraphs: [texts.moved.offered(until)],
        toDo: { label: texts.acceptOrDecline, url: link },
        calendar: 'PUBLISH',
      }
    case 'waitlisted':
      // who waits without a confirmed address is asked for it, and has no place in the queue before
      if (!registration.addressConfirmed)
        return {
          paragraphs: [texts.moved.unconfirmed(until)],
          toDo: { label: texts.confirm, url: confirmLink },
          calendar: 'PUBLISH',
        }
      return {
        paragraphs: [texts.moved.waitlisted],
        calendar: 'PUBLISH',
      }
    case 'pending':
      if (!registration.addressConfirmed)
        return {
          paragraphs: [texts.moved.unconfirmed(until)],
          toDo: { label: texts.confirm, url: confirmLink },
          calendar: 'PUBLISH',
        }
      return {
        paragraphs: [texts.moved.pending],
        calendar: 'PUBLISH',
      }
    case 'unconfirmed':
      return {
        paragraphs: [texts.moved.unconfirmed(until)],
        toDo: { label: texts.confirm, url: confirmLink },
        calendar: 'PUBLISH',
      }
    default:
      return undefined
  }
}

/** Of a meeting that was moved meanwhile it names the date that the reader knows. */
function cancelled(
  { meetingName }: Pick<MailingText, 'meetingName'>,
  reader: Reader,
  known: Step | undefined,
  own: TemplateWords | undefined,
): Saying {
  const { registration, texts, clock } = reader
  const { cancelReason } = registration.meeting
  return {
    paragraphs: wordsFrom(
      own,
      'cancelled',
      [
        texts.cancelledMeeting.doesNotHappen,
        cancelReason === null ? '' : texts.cancelledMeeting.reason(cancelReason),
        texts.cancelledMeeting.nothingToDo,
      ],
      { ...valuesOf(reader), Treffen: meetingName },
    ),
    as: {
      name: meetingName,
      ...(known === undefined ? {} : { when: clock.span(known.startsAt, known.endsAt), where: whereOf(known, texts) }),
    },
    calendar: 'CANCEL',
  }
}
