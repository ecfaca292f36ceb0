import type { ServiceProblem } from '../api/client.ts'
import { text, type TextKey } from '../i18n.ts'

const texts: Record<string, TextKey> = {
  meeting_not_draft: 'meetings.problemNotDraft',
  meeting_is_draft: 'meetings.problemIsDraft',
  meeting_cancelled: 'meetings.problemCancelled',
  meeting_held: 'meetings.problemHeld',
  meeting_over: 'meetings.problemOver',
  meeting_not_open: 'meetings.problemNotOpen',
  meeting_not_held: 'statistics.problemNotHeld',
  meeting_not_over: 'meetings.problemNotOver',
}

/** Why a step is not possible, in words; undefined when the general sentence fits. */
export function problemText(problem: ServiceProblem): string | undefined {
  const key = texts[problem.code]
  return key && text(key)
}
