import type { InvitationCircle, InvitationCounts, InvitationState } from '@treffpunkt/shared/invitations'
import type { ServiceProblem } from '../api/client.ts'
import { text, type TextKey } from '../i18n.ts'
import { problemText as meetingProblem } from '../meetings/problems.ts'

/** Who is invited, in words. */
export const circleTexts: Record<InvitationCircle, TextKey> = {
  everybody: 'invitations.everybody',
  came_to: 'invitations.cameTo',
  sector: 'invitations.ofSector',
  organisation: 'invitations.ofOrganisation',
  working_group: 'invitations.ofGroup',
}

/** What somebody answered, in words, and its tone. */
export const stateTexts: Record<InvitationState, TextKey> = {
  invited: 'invitations.countInvited',
  registered: 'invitations.countRegistered',
  declined: 'invitations.countDeclined',
}
export const stateTones = { invited: 'info', registered: 'success', declined: 'neutral' } as const

const reasonTexts: Record<Exclude<keyof InvitationCounts, 'invited' | 'waiting'>, TextKey> = {
  withoutConsent: 'invitations.withoutConsent',
  registered: 'invitations.registered',
  asked: 'invitations.asked',
  withoutAddress: 'invitations.withoutAddress',
  stopped: 'invitations.stopped',
}
const reasons = Object.keys(reasonTexts) as (keyof typeof reasonTexts)[]

/** "3 ohne Einwilligung, 2 schon angemeldet oder abgemeldet"; empty when nobody is left out. */
export const leftOutInWords = (counts: InvitationCounts): string =>
  reasons
    .filter(reason => counts[reason] > 0)
    .map(reason => text(reasonTexts[reason], { count: counts[reason] }))
    .join(', ')

/** Why it is not possible, in words; undefined when the general sentence fits. */
export const problemText = (problem: ServiceProblem): string | undefined =>
  problem.code === 'nobody_to_write_to' ? text('invitations.problemNobody') : meetingProblem(problem)
