import type { Model } from './queries.ts'

/**
 * What of a sign-up window still lies ahead. One that has passed would close the sign-up before anybody saw the meeting, or
 * open it with the announcement: then it opens by a press of a button, and closes with the beginning.
 */
export function windowToCome(
  {
    registrationOpensAt: opens,
    registrationClosesAt: closes,
  }: Pick<Model, 'registrationOpensAt' | 'registrationClosesAt'>,
  startsAt: string,
): Pick<Model, 'registrationOpensAt' | 'registrationClosesAt'> {
  const start = Date.parse(startsAt)
  const lies = (moment: string | null, before: number): moment is string =>
    moment !== null && Date.parse(moment) > Date.now() && Date.parse(moment) <= before
  const until = lies(closes, start) ? closes : null
  // opening and closing may change places where the meeting begins at another time of day
  const from = lies(opens, (until === null ? start : Date.parse(until)) - 1) ? opens : null
  return { registrationOpensAt: from, registrationClosesAt: until }
}
