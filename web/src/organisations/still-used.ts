import type { ServiceProblem } from '../api/client.ts'
import type { TextKey } from '../i18n.ts'

/** What keeps an organisation from being deleted, in a sentence. */
export const stillUsedTexts = {
  has_people: 'organisations.hasPeople',
  is_host: 'organisations.isHost',
  has_seats: 'organisations.hasSeats',
} as const satisfies Record<string, TextKey>
export type StillUsedBy = keyof typeof stillUsedTexts

/** All that it is, as the service says it; nothing when that is not why. */
export function stillUsedBy(problem: ServiceProblem | undefined): StillUsedBy[] {
  const codes = problem?.code === 'still_used' ? problem.problem?.errors?.map(({ code }) => code) : []
  return (Object.keys(stillUsedTexts) as StillUsedBy[]).filter(one => codes?.includes(one))
}
