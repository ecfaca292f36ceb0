import type { ServiceProblem } from '../api/client.ts'
import { text } from '../i18n.ts'

/** What stands in the way of bringing something back. */
export function whyNotRestored({ code, problem }: ServiceProblem): string {
  switch (code) {
    case 'already_exists':
      return text('record.nameTaken')
    case 'reference_deleted':
      return text('record.referenceDeleted')
    case 'nothing_to_undo':
    case 'not_found':
      return text('record.tooLate')
    case 'meeting_over':
    case 'meeting_cancelled':
    case 'meeting_held':
      return text('record.meetingOver')
    default:
      return problem ? text('record.notRestored') : text('problems.offline')
  }
}
