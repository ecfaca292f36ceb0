import type { Meeting } from '@treffpunkt/shared/meetings'
import type { Network } from '@treffpunkt/shared/settings'
import { text } from '../i18n.ts'
import { longDate, longSpan } from '../ui/dates.ts'
import { whereInWords } from './where.ts'

/** A text that can be pasted into a mail as it is: what, when, where, how to sign up, who asks. */
export function invitationText(meeting: Meeting, network: Network | undefined): string {
  const lines = [
    text('invitation.greeting'),
    '',
    text('invitation.opening', { name: meeting.name }),
    '',
    meeting.focusTopic && `${text('meeting.focusTopic')}: ${meeting.focusTopic}`,
    `${text('meeting.when')}: ${longSpan(meeting.startsAt, meeting.endsAt)}`,
    `${text('meeting.where')}: ${whereInWords(meeting, { municipality: true }) || text('meeting.placeOpen')}`,
    '',
    meeting.summary,
    meeting.summary && '',
    meeting.state === 'open'
      ? text('invitation.signUp', { date: longDate(meeting.registrationClosesAt ?? meeting.startsAt) })
      : text('invitation.details'),
    meeting.url,
    '',
    text('invitation.closing'),
    network?.officeName,
    network?.contactEmail,
    network?.contactPhone,
  ]
  return lines.filter(line => line !== null && line !== undefined).join('\n')
}
