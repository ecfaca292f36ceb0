import { generate } from 'lean-qr'
import { toSvgSource } from 'lean-qr/extras/svg'
import { wayOf } from '@treffpunkt/shared/attendance-modes'
import { ownAccent } from '@treffpunkt/shared/colours'
import { languages, prefixOf } from '@treffpunkt/shared/languages'
import type { Service } from '../http/service.ts'
import { whereOf } from '../registrations/mails.ts'
import { getOwnRegistration } from '../registrations/queries.ts'
import { ticketToken } from '../registrations/tokens.ts'
import { getSettings } from '../settings/queries.ts'
import { clockIn, mailTexts } from '../texts/languages.ts'
import { typeset } from './typst.ts'

/**
 * The ticket of a registration on paper, in its language; made when it is asked for and kept nowhere. Undefined while
 * there is no seat.
 */
export async function ticketPdf(
  { db, keys, config }: Pick<Service, 'db' | 'keys' | 'config'>,
  id: string,
): Promise<Buffer | undefined> {
  const [registration, { timeZone, networkName, accent }] = await Promise.all([
    getOwnRegistration(db, id),
    getSettings(db),
  ])
  const { meeting, language, firstName, lastName, shortCode, status } = registration
  if (status !== 'confirmed' || meeting.cancelledAt !== null || wayOf(registration) === 'online') return undefined
  const texts = mailTexts(language)
  const { lang, dir } = languages[language]
  const address = `${config.publicUrl}${prefixOf(language)}/tickets/${ticketToken(keys, registration)}`
  return typeset('ticket.typ', {
    lang,
    rtl: dir === 'rtl',
    network: networkName,
    accent: accent ?? ownAccent,
    label: texts.ticket,
    title: `${texts.ticket}: ${meeting.name}`,
    name: `${firstName} ${lastName}`,
    code: shortCode,
    alt: texts.ticketAlt(shortCode),
    qr: toSvgSource(generate(address)),
    facts: [
      { term: texts.meeting, text: meeting.name },
      { term: texts.when, text: clockIn(language, timeZone).span(meeting.startsAt, meeting.endsAt) },
      { term: texts.where, text: whereOf({ ...meeting, attendanceMode: 'on_site' }, texts) },
    ],
    hint: texts.paragraphs.confirmed({ isOnline: false })[0] ?? '',
  })
}
