import type { Audience, Mailing } from '@treffpunkt/shared/mailings'
import type { ServiceProblem } from '../api/client.ts'
import { text, type TextKey } from '../i18n.ts'

/** Who a message goes to, in words. */
export const audienceTexts: Record<Audience, TextKey> = {
  everybody: 'mailings.everybody',
  expected: 'mailings.expected',
  waiting: 'mailings.waiting',
  came: 'mailings.came',
  chosen: 'mailings.chosen',
}

/** What a message is about: its subject, or what happened to the meeting. */
export const titleOf = ({ kind, subject }: Mailing): string =>
  subject ?? text(kind === 'cancelled' ? 'mailings.kindCancelled' : 'mailings.kindRescheduled')

const problems: Record<string, TextKey> = {
  mailing_sent: 'mailings.problemSent',
  nobody_to_write_to: 'mailings.problemNobody',
  meeting_is_draft: 'meetings.problemIsDraft',
}

/** Why it is not possible, in words; undefined when the general sentence fits. */
export function problemText({ code }: ServiceProblem): string | undefined {
  const key = problems[code]
  return key && text(key)
}
