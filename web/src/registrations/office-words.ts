import type { Attends } from '@treffpunkt/shared/attendance-modes'
import type { Registration, RegistrationDetails, RegistrationStatus } from '@treffpunkt/shared/registrations'
import type { ServiceProblem } from '../api/client.ts'
import { text, type TextKey } from '../i18n.ts'

/** German words for the places, as the office says them. */
export const statusTexts: Record<RegistrationStatus, TextKey> = {
  pending: 'registrations.statusPending',
  confirmed: 'registrations.statusConfirmed',
  unconfirmed: 'registrations.statusUnconfirmed',
  offered: 'registrations.statusOffered',
  waitlisted: 'registrations.statusWaitlisted',
  withdrawn: 'registrations.statusWithdrawn',
  substituted: 'registrations.statusSubstituted',
  lapsed: 'registrations.statusLapsed',
  expired: 'registrations.statusExpired',
  refused: 'registrations.statusRefused',
}

/** How somebody stands; of a request also that nobody can decide on it yet. */
export const statusInWords = ({
  status,
  addressConfirmedAt,
}: Pick<Registration, 'status' | 'addressConfirmedAt'>): string =>
  text(status === 'pending' && addressConfirmedAt === null ? 'requests.statusUnconfirmed' : statusTexts[status])

/** Tone of the badge of a place. */
export const statusTones = {
  pending: 'warning',
  confirmed: 'success',
  unconfirmed: 'warning',
  offered: 'info',
  waitlisted: 'info',
  withdrawn: 'neutral',
  substituted: 'neutral',
  lapsed: 'neutral',
  expired: 'neutral',
  refused: 'neutral',
} as const

/** How people take part in a meeting on site and online. */
export const attendsTexts: Record<Attends, TextKey> = {
  on_site: 'registrations.onSite',
  online: 'registrations.online',
}

/** Both ways, to choose from. */
export const attendsOptions = () =>
  (Object.keys(attendsTexts) as Attends[]).map(value => ({ value, text: text(attendsTexts[value]) }))

/** "Olena Kovalenko" */
export const nameOf = (one: { firstName: string; lastName: string }) => `${one.firstName} ${one.lastName}`

/** The organisation of the directory, or what was typed. */
export const organisationOf = (one: Registration): string => one.organisation?.name ?? one.organisationTyped ?? ''

/** What a move has led to: a seat, or a place in the queue. */
export const outcome = (one: RegistrationDetails): string =>
  text(outcomes[one.status] ?? 'registrations.nowConfirmed', { name: nameOf(one) })
const outcomes: Partial<Record<RegistrationStatus, TextKey>> = {
  waitlisted: 'registrations.nowWaiting',
  pending: 'registrations.nowPending',
  refused: 'registrations.nowRefused',
}

const problems: Record<string, TextKey> = {
  registration_live: 'registrations.problemLive',
  registration_over: 'registrations.problemWithdrawn',
  meeting_cancelled: 'meetings.problemCancelled',
  other_kind_full: 'registrations.problemOtherFull',
  meeting_held: 'registrations.problemHeld',
  meeting_over: 'registrations.problemOver',
  no_address: 'registrations.problemNoAddress',
}

/** Why something is not possible; undefined where the general sentence fits. */
export function problemText(problem: ServiceProblem | undefined): string | undefined {
  const key = problem && problems[problem.code]
  return key && text(key)
}
