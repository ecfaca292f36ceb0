import type { MeetingCopy } from '@treffpunkt/shared/meetings'
import type { Trx } from '../db/connect.ts'
import type { Actor } from '../db/record-change.ts'
import { planMeeting } from './edit.ts'
import { getModel, type MeetingRow, type Model } from './queries.ts'

/**
 * Plans the next meeting after the model of `source`, which may be of any state, and stays as it is. A venue or working
 * group that was deleted since does not come along.
 */
export async function cloneMeeting(
  trx: Trx,
  actor: Actor,
  source: MeetingRow,
  { copy, ...given }: MeetingCopy,
): Promise<MeetingRow> {
  const { kind, title, visibility, focusTopic, summary, costs, capacity } = source
  const model = await getModel(trx, source.id, given.startsAt)
  const next = {
    kind,
    title,
    visibility,
    workingGroupId: model.workingGroupId,
    ...(copy.focusTopic === true && { focusTopic }),
    ...(copy.summary === true && { summary }),
    ...(copy.costs === true && { costs }),
    ...(copy.capacity === true && { capacity }),
    ...(copy.venue === true && { venueId: model.venueId }),
    ...(copy.registrationWindow === true && windowToCome(model, given.startsAt)),
    ...given,
  }
  return planMeeting(trx, actor, next, { clonedFrom: source.id })
}

/**
 * What of a sign-up window still lies ahead. One that has passed would close the sign-up before anybody saw the meeting, or
 * open it with the announcement: then it opens by a press of a button, and closes with the beginning.
 */
function windowToCome({ registrationOpensAt: opens, registrationClosesAt: closes }: Model, startsAt: string) {
  const start = Date.parse(startsAt)
  const lies = (moment: string | null, before: number): moment is string =>
    moment !== null && Date.parse(moment) > Date.now() && Date.parse(moment) <= before
  const until = lies(closes, start) ? closes : null
  // opening and closing may change places where the meeting begins at another time of day
  const from = lies(opens, (until === null ? start : Date.parse(until)) - 1) ? opens : null
  return { registrationOpensAt: from, registrationClosesAt: until }
}
