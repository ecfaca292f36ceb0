import type { FirstSteps, Task, TaskKind } from '@treffpunkt/shared/today'
import type { RouteLocationRaw } from 'vue-router'
import { text, type TextKey } from '../i18n.ts'
import { longDate } from '../ui/dates.ts'

const titles: Record<TaskKind, TextKey> = {
  publish: 'today.taskPublish',
  conclude: 'today.taskConclude',
  requests: 'today.taskRequests',
  confirm: 'today.taskConfirm',
  needs: 'today.taskNeeds',
  organisations: 'today.taskOrganisations',
  mails: 'today.taskMails',
  barrier: 'today.taskBarrier',
  keys: 'today.taskKeys',
  review: 'today.taskReview',
  deletions: 'today.taskDeletions',
}

/** Of what was due already. */
const lateNotes: Partial<Record<TaskKind, TextKey>> = {
  barrier: 'today.taskBarrierLate',
  needs: 'today.taskNeedsLate',
  keys: 'today.taskKeysLate',
}

const notes: Record<TaskKind, TextKey> = {
  publish: 'today.taskPublishNote',
  conclude: 'today.taskConcludeNote',
  requests: 'today.taskRequestsNote',
  confirm: 'today.ofMeeting',
  needs: 'today.taskNeedsNote',
  organisations: 'today.ofMeeting',
  mails: 'today.taskMailsNote',
  barrier: 'today.taskBarrierNote',
  keys: 'today.taskKeysNote',
  review: 'today.taskReviewNote',
  deletions: 'today.taskDeletionsNote',
}

/** What is to be done, why, and where. */
export function taskInWords(task: Task): { title: string; note: string; to: RouteLocationRaw } {
  const values = {
    count: task.count,
    name: task.meeting?.name ?? task.organisation?.name ?? '',
    reference: task.barrierReport?.reference ?? '',
    day: task.day === null ? '' : longDate(`${task.day}T12:00:00Z`),
  }
  const note = (task.overdue ? lateNotes[task.kind] : undefined) ?? notes[task.kind]
  return { title: text(titles[task.kind], values), note: text(note, values), to: placeOf(task) }
}

function placeOf({ kind, meeting, barrierReport, organisation }: Task): RouteLocationRaw {
  const params = { id: meeting?.id ?? '' }
  switch (kind) {
    case 'publish':
    case 'conclude':
    case 'needs':
      return { name: 'meeting', params }
    case 'requests':
      return { name: 'registrations', params, query: { status: 'pending' } }
    case 'confirm':
      return { name: 'registrations', params, query: { status: 'unconfirmed' } }
    case 'organisations':
      return { name: 'registrations', params, query: { unsettled: 'yes' } }
    case 'mails':
      return { name: 'mails' }
    case 'barrier':
      return { name: 'barrier-report', params: { id: barrierReport?.id ?? '' } }
    case 'keys':
      return { name: 'organisation', params: { id: organisation?.id ?? '' }, hash: '#api-keys' }
    case 'review':
      return { name: 'settings-texts' }
    case 'deletions':
      return { name: 'history', query: { deleted: 'yes' } }
  }
}

/** The first steps of a network, in the order in which they are best taken. */
export const firstSteps: { key: keyof FirstSteps; title: TextKey; text: TextKey; to?: RouteLocationRaw }[] = [
  { key: 'office', title: 'today.firstOffice', text: 'today.firstOfficeText', to: { name: 'settings' } },
  { key: 'texts', title: 'today.firstTexts', text: 'today.firstTextsText', to: { name: 'settings-texts' } },
  { key: 'mail', title: 'today.firstMail', text: 'today.firstMailText', to: { name: 'settings-mail' } },
  { key: 'venue', title: 'today.firstVenue', text: 'today.firstVenueText', to: { name: 'new-venue' } },
  { key: 'meeting', title: 'today.firstMeeting', text: 'today.firstMeetingText', to: { name: 'new-meeting' } },
  { key: 'colleagues', title: 'today.firstColleagues', text: 'today.firstColleaguesText', to: { name: 'accounts' } },
]
