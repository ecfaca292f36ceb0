import type { ServiceProblem } from '../api/client.ts'
import { text, type TextKey } from '../i18n.ts'

const byCode: Record<string, TextKey> = {
  offline: 'signUp.offline',
  meeting_not_open: 'signUp.notOpen',
  meeting_cancelled: 'meeting.cancelledText',
  meeting_over: 'signUp.begun',
  meeting_held: 'signUp.begun',
  registration_live: 'own.live',
  // where there is a registration already, never at the form
  registration_over: 'own.registrationOver',
  no_offer: 'own.noOffer',
  other_kind_full: 'attends.full',
}

/** The sentence for a problem of these pages; undefined where the general one fits. */
export function sentenceOf(problem: ServiceProblem | undefined): string | undefined {
  const key = problem && byCode[problem.code]
  return key && text(key)
}

/** How often the code may still be tried, from the problem's detail. */
export const triesLeft = (problem: ServiceProblem): number =>
  Number(/\d+/.exec(problem.problem?.detail ?? '')?.[0] ?? 0)
