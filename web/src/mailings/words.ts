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

const kindTexts: Record<Exclude<Mailing['kind'], 'message'>, TextKey> = {
  rescheduled: 'mailings.kindRescheduled',
  cancelled: 'mailings.kindCancelled',
  meeting_invitation: 'invitations.kind',
  invitation_reminder: 'invitations.kindReminder',
}

/** An invitation, which goes to people who are not registered. */
export const isInvitation = ({ kind }: Pick<Mailing, 'kind'>): boolean =>
  kind === 'meeting_invitation' || kind === 'invitation_reminder'

/** What a message is about: its subject, or what happened to the meeting. */
export const titleOf = ({ kind, subject }: Mailing): string =>
  subject ?? text(kind === 'message' ? 'mailings.title' : kindTexts[kind])

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
