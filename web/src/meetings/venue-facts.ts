import type { PublicMeeting } from '@treffpunkt/shared/meetings'
import type { TextKey } from '../i18n.ts'

/** What is known about the access to a venue. */
export function accessOf(venue: NonNullable<PublicMeeting['venue']>): TextKey[] {
  const facts: [boolean | null, TextKey, TextKey][] = [
    [venue.stepFree, 'publicMeeting.stepFree', 'publicMeeting.notStepFree'],
    [venue.accessibleToilet, 'publicMeeting.accessibleToilet', 'publicMeeting.noAccessibleToilet'],
    [venue.inductionLoop, 'publicMeeting.inductionLoop', 'publicMeeting.noInductionLoop'],
  ]
  return facts.flatMap(([known, yes, no]) => (known === null ? [] : [known ? yes : no]))
}
