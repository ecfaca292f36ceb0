import type { NewMailing } from '@treffpunkt/shared/mailings'
import type { Service } from '../http/service.ts'
import type { MailRow, Written } from '../mail/send.ts'
import { placeOf, writeToRegistered, type Reader, type Saying } from '../registrations/mails.ts'
import { isSameTime, whenAndWhere, type MovedFrom } from './moved-from.ts'
import { findMailingText } from './queries.ts'

type Text = NonNullable<Awaited<ReturnType<typeof findMailingText>>>

/** Writes the mails that a message to many has become. */
export const writeMailingMail = (service: Pick<Service, 'db' | 'keys' | 'config'>) => {
  const write = writeToRegistered(service)
  return async ({ mailingId, registrationId }: MailRow): Promise<Written | undefined> => {
    const text = mailingId === null ? undefined : await findMailingText(service.db, mailingId)
    return text === undefined ? undefined : write(registrationId, reader => says[text.kind](text, reader))
  }
}

/** A message as somebody registered would read it, before it is sent. */
export const previewMessage = (
  service: Pick<Service, 'db' | 'keys' | 'config'>,
  registrationId: string,
  { body }: Pick<NewMailing, 'body'>,
): Promise<Written | undefined> =>
  writeToRegistered(service)(registrationId, () => ({ paragraphs: paragraphsOf(body) }))

/** An empty line begins a paragraph; lines within one stay lines. */
const paragraphsOf = (body: string | null): string[] =>
  (body ?? '')
    .replaceAll('\r\n', '\n')
    .split(/\n\s*\n/)
    .map(paragraph => paragraph.trim())
    .filter(Boolean)

const says: Record<Text['kind'], (text: Text, reader: Reader) => Saying> = {
  message: ({ body }) => ({ paragraphs: paragraphsOf(body) }),

  rescheduled: ({ body, movedFrom }, { registration: { meeting }, hasSeat, moment }) => {
    const was = movedFrom && before(movedFrom, meeting, moment)
    return {
      paragraphs: [
        was?.when === undefined
          ? 'das Treffen findet an einem anderen Ort statt. Zeit und Ort stehen unten.'
          : 'das Treffen ist verlegt. Der neue Termin steht unten.',
        ...paragraphsOf(body),
        hasSeat
          ? 'Ihre Anmeldung gilt weiter. Können Sie dann nicht kommen? Sagen Sie über den Link ab, dann freut sich jemand über den Platz.'
          : 'Ihr Platz auf der Warteliste bleibt. Können Sie dann nicht kommen? Sagen Sie über den Link ab.',
      ],
      facts: [
        ...(was?.when === undefined ? [] : [{ label: 'Bisher', value: was.when }]),
        ...(was?.where === undefined ? [] : [{ label: 'Ort bisher', value: was.where }]),
      ],
      calendar: hasSeat ? 'REQUEST' : 'PUBLISH',
    }
  },

  cancelled: (_, { registration: { meeting } }) => ({
    paragraphs: [
      'das Treffen findet nicht statt.',
      ...(meeting.cancelReason === null ? [] : [`Grund: ${meeting.cancelReason}`]),
      'Sie brauchen nichts zu tun. Ihre Anmeldung ist damit erledigt.',
    ],
    calendar: 'CANCEL',
  }),
}

/** When and where it was, as far as that is another time or place now. */
function before(
  was: MovedFrom,
  meeting: Reader['registration']['meeting'],
  moment: Reader['moment'],
): { when?: string; where?: string } {
  const now = whenAndWhere(meeting)
  return {
    ...(isSameTime(was, now) ? {} : { when: moment(was.startsAt) }),
    ...(was.venue === now.venue ? {} : { where: was.venue ?? placeOf(null) }),
  }
}
